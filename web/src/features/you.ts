// "You": the form, forgiving on input, and the body that follows it.

import "./you.css";
import type { Person } from "../api/client";
import { button, segmented } from "../room/controls";
import { make } from "../room/element";
import { redraw } from "../room/live";
import type { Language, Room, Units } from "../room/state";
import type { Store } from "../room/store";
import { you } from "../words/you";
import { BodyMaker, type Outcome } from "./you-body";
import { FieldRow } from "./you-field";
import { FIELDS, fieldOf, type Group } from "./you-fields";
import { openButton, saveButton } from "./you-files";
import { Keeping } from "./you-keeping";
import { mountPreview } from "./you-preview";
import { refusalText } from "./you-refusal";
import { blank, type Ease, EXAMPLE, inUnits, personOf, readValues, type Sex, type Sheet, sheetOf } from "./you-person";

/** Show the form in `host`, and keep person and body of the room as it says. */
export function mountYou(host: HTMLElement, store: Store): void {
  new Form(host, store);
}

class Form {
  #sheet: Sheet = blank();
  #rows: FieldRow[] = [];
  #units: Units;
  #language: Language;
  #person: Person | null = null;
  #outcome: Outcome = { kind: "nothing" };
  readonly #maker: BodyMaker;
  readonly #keeping: Keeping;
  readonly #status = make("p", { class: "you-status", role: "status" });
  readonly #trouble = make("p", { class: "you-trouble", role: "alert" });
  readonly #preview = make("div", { class: "you-preview" });
  readonly #next = make("div", { class: "you-next" });
  readonly #notes = make("div", { class: "you-notes" });

  constructor(
    readonly host: HTMLElement,
    readonly store: Store,
  ) {
    ({ units: this.#units, language: this.#language } = store.room);
    host.classList.add("you-form");
    this.#maker = new BodyMaker(store, (outcome) => this.#answered(outcome));
    this.#keeping = new Keeping(store);
    this.#draw();
    mountPreview(this.#preview, store);
    store.watch((room) => this.#follow(room));
  }

  /** Follow what others change: units, language, and a person who comes from elsewhere. */
  #follow(room: Room): void {
    const other = JSON.stringify(room.person) !== JSON.stringify(this.#person);
    if (other) {
      this.#sheet = room.person ? sheetOf(room.person, room.units) : blank();
      this.#units = room.units;
    } else if (room.units !== this.#units) {
      inUnits(this.#sheet, this.#units, room.units);
      this.#units = room.units;
    } else if (room.language === this.#language) return;
    this.#language = room.language;
    this.#draw();
    if (other) this.#changed();
  }

  #draw(): void {
    const words = you[this.#language];
    const setting = {
      language: this.#language,
      units: this.#units,
      sheet: this.#sheet,
      changed: () => this.#changed(),
    };
    this.#rows = FIELDS.filter(({ term }) => term !== "underbust_girth" || this.#sheet.sex !== "male").map(
      (field) => new FieldRow(field, setting),
    );
    redraw(this.host, [
      make("p", { class: "note" }, words.intro),
      this.#preview,
      this.#actions(),
      this.#sexes(),
      this.#group("first"),
      this.#trouble,
      this.#folded("upper"),
      this.#folded("lower"),
      this.#eases(),
      this.#status,
      this.#notes,
      this.#keeping.element,
      this.#next,
    ]);
    this.#showAnswer();
  }

  #actions(): HTMLElement {
    const words = you[this.#language];
    return make(
      "div",
      { class: "you-actions" },
      button(words.example, () => this.#fill(EXAMPLE), { class: "button small", focus: "you-example" }),
      openButton(this.#language, (person) => this.#fill(person)),
      saveButton(this.#language, () => this.#person),
      button(words.clear, () => this.#fill({}), { class: "button small quiet", focus: "you-clear" }),
    );
  }

  #fill(person: Person): void {
    this.#sheet = sheetOf(person, this.#units);
    this.#draw();
    this.#changed();
  }

  #sexes(): HTMLElement {
    const words = you[this.#language];
    const choices = (["female", "male"] as const).map((value) => ({ value, label: words.sexes[value] }));
    const choose = (sex: Sex) => {
      this.#sheet.sex = sex;
      this.#draw();
      this.#changed();
    };
    const control = segmented(words.sex, "you-sex", choices, (this.#sheet.sex ?? "") as Sex, choose);
    control.setAttribute("aria-describedby", "you-sex-help");
    return make(
      "div",
      { class: "you-choice" },
      make("p", { class: "you-label", "aria-hidden": "true" }, words.sex),
      control,
      make("p", { class: "you-help", id: "you-sex-help" }, words.sexHelp),
    );
  }

  #eases(): HTMLElement {
    const words = you[this.#language];
    const choices = (["close", "regular", "loose"] as const).map((value) => ({ value, label: words.eases[value] }));
    const choose = (ease: Ease) => {
      this.#sheet.ease = ease;
      this.#changed();
    };
    return make(
      "div",
      { class: "you-choice" },
      make("p", { class: "you-label", "aria-hidden": "true" }, words.ease),
      segmented(words.ease, "you-ease", choices, this.#sheet.ease, choose),
    );
  }

  #group(group: Group): HTMLElement {
    const rows = this.#rows.filter(({ field }) => field.group === group);
    return make("div", { class: "you-fields" }, ...rows.map(({ element }) => element));
  }

  #folded(group: "upper" | "lower"): HTMLElement {
    const words = you[this.#language];
    const title = make("summary", { "data-focus": `you-${group}` }, words.more[group], make("span", { class: "note" }, words.moreHelp));
    return make("details", { class: "you-more", "data-keep": `you-${group}` }, title, this.#group(group));
  }

  /** Take in what is typed. */
  #changed(): void {
    this.#person = personOf(this.#sheet, this.#units);
    this.#maker.change(this.#person, readValues(this.#sheet, this.#units));
  }

  #answered(outcome: Outcome): void {
    this.#outcome = outcome;
    this.#showAnswer();
    this.#keeping.save(outcome.kind === "ready" ? this.#person : null);
  }

  #showAnswer(): void {
    const words = you[this.#language];
    const outcome = this.#outcome;
    const body = this.#maker.truth;
    const problem = outcome.kind === "refused" ? outcome.problem : null;
    const wrong = problem?.field ? fieldOf(problem.field) : null;
    const shown = this.#rows.some(({ field }) => field === wrong);
    for (const row of this.#rows) {
      const refused = problem && row.field === wrong ? refusalText(problem, this.#units, this.#language) : null;
      row.answered(body?.guessed[row.field.key] ?? null, refused);
      if (refused) row.element.closest("details")?.setAttribute("open", "");
    }
    this.#trouble.replaceChildren(...(problem && !shown ? [refusalText(problem, this.#units, this.#language)] : []));
    const said = { waiting: words.making, ready: words.ready, unreachable: words.offline, nothing: "", refused: words.whole };
    this.#status.replaceChildren(said[outcome.kind]);
    this.#status.dataset["kind"] = outcome.kind;
    const onward = button(words.next, () => this.store.change({ place: "wardrobe" }), { class: "button primary", focus: "you-next" });
    redraw(this.#next, body ? [onward] : []);
    const notes = body?.notes[this.#language] ?? [];
    this.#notes.replaceChildren(...notes.map((note) => make("p", { class: "note" }, note)));
  }
}
