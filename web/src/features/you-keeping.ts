// Keeping the measurements: asked for in plain words, saved by itself from then on.

import { api, type Person } from "../api/client";
import { make } from "../room/element";
import { live } from "../room/live";
import type { Store } from "../room/store";
import { troubleText } from "../room/trouble";
import { you } from "../words/you";
import { confirmed } from "./confirm";
import { answerTo } from "./privacy-consents";
import { say } from "./toast";

const PAUSE_MS = 600; // after the last change
const USUAL = { ease: "regular" }; // what the form says of a person whose likings nobody told

export class Keeping {
  readonly element = make("section", { class: "you-keep" });
  readonly #status = make("p", { class: "you-status", role: "status" });
  #timer = 0;

  constructor(readonly store: Store) {
    live(this.element, store, ({ me, language }) => [answerTo(me, "body")?.granted, me?.retention_days, language], () => this.#draw());
  }

  /** Save a person whom the service can read, a little later, where the shopper agreed to it. */
  save(person: Person | null): void {
    clearTimeout(this.#timer);
    if (person && this.#agreed) this.#timer = window.setTimeout(() => void this.#send(person), PAUSE_MS);
  }

  get #agreed(): boolean {
    return answerTo(this.store.room.me, "body")?.granted ?? false;
  }

  #draw(): Node[] {
    const { language, me } = this.store.room;
    const words = you[language];
    const input = make("input", {
      type: "checkbox",
      id: "you-keep",
      checked: this.#agreed,
      "aria-describedby": "you-keep-why",
      "data-focus": "you-keep",
    });
    input.addEventListener("change", () => void this.#answer(input));
    if (!this.#agreed) this.#status.replaceChildren(words.notKept);
    return [
      make("div", { class: "you-keep-row" }, input, make("label", { for: "you-keep" }, words.keepTitle)),
      make("p", { class: "note", id: "you-keep-why" }, words.keepWhy(me?.retention_days ?? 30)),
      this.#status,
    ];
  }

  async #answer(input: HTMLInputElement): Promise<void> {
    const { language, me } = this.store.room;
    const words = you[language];
    const granted = input.checked;
    const texts = { title: words.takeBack, yes: words.takeBackYes, no: words.takeBackNo };
    if (!granted && me?.person && !(await confirmed(texts))) {
      input.checked = true;
      return;
    }
    try {
      const answered = await api.consent("body", granted);
      this.store.change(granted ? { me: answered } : { me: answered, looks: {}, sizes: null });
      const { person, body } = this.store.room;
      if (granted && person && body) await this.#send(person);
    } catch (error) {
      input.checked = !granted;
      say(troubleText(error, language), "bad");
    }
  }

  async #send(person: Person): Promise<void> {
    const words = you[this.store.room.language];
    const before = this.store.room.me?.person;
    if (before && meaning(before) === meaning(person)) return;
    this.#status.replaceChildren(words.keeping);
    try {
      await api.keepPerson(person);
      this.store.change(({ me }) => ({ me: me && { ...me, person } }));
      this.#status.replaceChildren(words.kept);
    } catch (error) {
      this.#status.replaceChildren(words.keepFailed);
      say(troubleText(error, this.store.room.language), "bad");
    }
  }
}

/** What a person is, in whatever order and however fully it was told: keeping them anew makes every look anew. */
function meaning({ preferences, ...shape }: Person): string {
  const likings = { ...USUAL, ...(preferences as object | null | undefined) };
  return JSON.stringify([shape, likings].map((part) => Object.entries(part).sort()));
}
