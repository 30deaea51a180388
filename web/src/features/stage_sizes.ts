// The sizes of the outermost garment: one is worn, a second may stand beside it.

import type { LookRequest } from "../api/client";
import { make } from "../room/element";
import { wanted, type Room } from "../room/state";
import type { Store } from "../room/store";
import { stageWords } from "../words/stage";
import { Choices, type Choice } from "./stage_parts";
import { cardOf } from "./stage_talk";

export class SizeStrip {
  readonly element = make("div", { class: "stage-sizes" });
  readonly #sizes = new Choices((size) => this.#wear(size), "stage-segments");
  readonly #beside = new Choices((size) => this.store.change({ beside: size }), "stage-segments");
  readonly #compare = make("button", { type: "button", class: "stage-button", "aria-pressed": "false" });

  constructor(
    readonly store: Store,
    readonly ready: (request: LookRequest) => boolean,
  ) {
    this.#compare.addEventListener("click", () => this.#toggle());
    this.element.append(this.#sizes.element, this.#compare, this.#beside.element);
  }

  update(room: Room): void {
    const words = stageWords[room.language];
    const last = room.wearing.at(-1);
    const card = cardOf(room, last?.garment);
    this.element.hidden = !card || !last;
    if (!card || !last) return;
    const title = words.sizesOf(card.title[room.language]);
    this.#sizes.show(title, this.#choices(room, card.sizes), last.size ?? null);
    this.#compare.textContent = words.compare;
    this.#compare.hidden = card.sizes.length < 2;
    this.#compare.setAttribute("aria-pressed", String(room.beside !== null));
    this.#beside.element.hidden = room.beside === null;
    const others = card.sizes.filter((size) => size !== last.size);
    this.#beside.show(words.compareWith, this.#choices(room, others), room.beside);
  }

  #choices(room: Room, sizes: readonly string[]): Choice[] {
    const words = stageWords[room.language];
    const last = room.wearing.at(-1)!;
    const advised = room.sizes?.advice[last.garment]?.recommended;
    const request = wanted(room).main!;
    return sizes.map((size) => {
      const wear = [...request.wear.slice(0, -1), { ...last, size }];
      const ready = this.ready({ ...request, wear });
      const notes = [size === advised && words.advised, ready && words.ready].filter(Boolean);
      const marks = [size === advised && "is-advised", ready && "is-ready"].filter(Boolean);
      return { value: size, text: size, note: notes.join(", ") || undefined, mark: marks.join(" ") || undefined };
    });
  }

  #wear(size: string): void {
    this.store.change(({ wearing, beside }) => ({
      wearing: wearing.map((wear, at) => (at === wearing.length - 1 ? { ...wear, size } : wear)),
      // the two change places rather than show one size twice
      beside: beside === size ? (wearing.at(-1)?.size ?? null) : beside,
    }));
  }

  #toggle(): void {
    this.store.change((room) => {
      const last = room.wearing.at(-1);
      const sizes = cardOf(room, last?.garment)?.sizes ?? [];
      if (room.beside !== null || !last) return { beside: null };
      const at = sizes.indexOf(last.size ?? "");
      return { beside: sizes[at + 1] ?? sizes[at - 1] ?? null };
    });
  }
}
