// One question of the form: where the tape lies, what was typed, what was understood or guessed.

import { make } from "../room/element";
import { icon } from "../room/icons";
import type { Language, Units } from "../room/state";
import { you } from "../words/you";
import type { Field } from "./you-fields";
import { tapePicture } from "./you-figure";
import { possible, readField, type Sex, type Sheet } from "./you-person";
import { quantityText, unitText } from "./you-quantity";

export interface Setting {
  readonly language: Language;
  readonly units: Units;
  readonly sheet: Sheet;
  /** Called after every key stroke. */
  readonly changed: () => void;
}

export interface Guess {
  readonly value: number;
  readonly sd: number;
}

export class FieldRow {
  readonly element: HTMLElement;
  readonly #input: HTMLInputElement;
  readonly #hint: HTMLElement;
  #guess: Guess | null = null;
  #refused: string | null = null;
  #leftAlone = true;

  constructor(
    readonly field: Field,
    readonly setting: Setting,
  ) {
    const { language, units, sheet } = setting;
    const words = you[language];
    const id = `you-${field.term}`;
    const sex: Sex = sheet.sex ?? "female";
    this.#input = make("input", {
      id,
      type: "text",
      inputmode: units === "in" && field.term === "height" ? "text" : "decimal",
      autocomplete: "off",
      autocorrect: "off",
      spellcheck: "false",
      maxlength: 40,
      "aria-describedby": `${id}-help ${id}-hint`,
      "aria-required": field.term === "height" ? "true" : null,
      "data-focus": id,
    });
    this.#input.value = sheet.typed[field.key] ?? "";
    this.#hint = make("p", { class: "you-hint", id: `${id}-hint` });
    const label = field.term === "bust_girth" && sex === "male" ? words.chest : words.labels[field.term];
    const picture = tapePicture(field.term, sex);
    this.element = make(
      "div",
      { class: picture ? "you-field" : "you-field plain" },
      ...(picture ? [picture] : []),
      make(
        "div",
        { class: "you-question" },
        make("label", { for: id }, label),
        make("p", { class: "you-help", id: `${id}-help` }, words.help[field.term]),
        make(
          "div",
          { class: "you-input" },
          this.#input,
          make("span", { class: "you-unit", "aria-hidden": "true" }, unitText(field.kind, units, field.term === "height")),
        ),
        this.#hint,
      ),
    );
    this.#listen();
    this.#update();
  }

  /** Show what the service guessed, and what it said against this value. */
  answered(guess: Guess | null, refused: string | null): void {
    this.#guess = guess;
    this.#refused = refused;
    this.#update();
  }

  #listen(): void {
    this.#input.addEventListener("input", () => {
      this.setting.sheet.typed[this.field.key] = this.#input.value;
      this.#leftAlone = false;
      this.#refused = null;
      this.#update();
      this.setting.changed();
    });
    this.#input.addEventListener("blur", () => {
      this.#leftAlone = true;
      this.#update();
    });
  }

  #update(): void {
    const words = you[this.setting.language];
    const empty = !this.#input.value.trim();
    const wrong = empty ? null : (this.#refused ?? (this.#leftAlone ? this.#wrong() : null));
    const guess = empty ? this.#guess : null;
    this.#input.placeholder = guess ? words.about(this.#text(guess.value)) : "";
    this.#input.setAttribute("aria-invalid", String(wrong !== null));
    this.element.classList.toggle("guessed", guess !== null);
    this.element.classList.toggle("wrong", wrong !== null);
    const said = wrong ?? (guess ? words.estimated(this.#spread(guess.sd)) : this.#understood());
    this.#hint.replaceChildren(...(wrong ? [icon("warning")] : []), said ?? "");
    this.#hint.hidden = !said;
  }

  /** What can't be right with the text itself. */
  #wrong(): string | null {
    const { language, units, sheet } = this.setting;
    const { kind, range } = this.field;
    const read = readField(this.field, sheet, units);
    if (!read) return you[language].unreadable(this.#example());
    if (possible(this.field, read)) return null;
    const unit = unitText(kind, units) && ` ${unitText(kind, units)}`;
    const bound = (value: number) => `${quantityText(value, kind, units)}${unit}`;
    return you[language].outside(bound(range.low), bound(range.high));
  }

  /** What was understood, where it isn't plainly what was typed. */
  #understood(): string | null {
    const { language, units, sheet } = this.setting;
    const read = readField(this.field, sheet, units);
    if (!read || !possible(this.field, read)) return null;
    const plain = this.#input.value.normalize("NFKC").trim().replace(",", ".");
    const { kind } = this.field;
    const same = read.usual || Number.parseFloat(plain) === Number(quantityText(read.value, kind, units));
    if (same || this.#text(read.value) === plain) return null;
    const from = read.unit && !read.usual ? ` (${plain} ${read.unit})` : "";
    return you[language].understood(`${this.#withUnit(read.value)}${from}`);
  }

  #example(): string {
    if (this.field.kind === "years") return "34";
    if (this.field.kind === "mass") return this.setting.units === "cm" ? "62 kg" : "137 lb";
    if (this.field.term !== "height") return this.setting.units === "cm" ? "92 cm" : "36 in";
    return this.setting.units === "cm" ? "168 cm" : "5'6\"";
  }

  #text(value: number): string {
    return quantityText(value, this.field.kind, this.setting.units, this.field.term === "height");
  }

  #withUnit(value: number): string {
    const feet = this.setting.units === "in" && this.field.term === "height";
    return feet ? this.#text(value) : this.#spread(value);
  }

  #spread(value: number): string {
    const { kind } = this.field;
    const { units } = this.setting;
    return `${quantityText(value, kind, units)} ${unitText(kind, units)}`;
  }
}
