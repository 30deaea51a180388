// Colour and fabric of a piece: a colour is there at once, a fabric is draped anew.

import { make } from "../room/element";
import type { Room } from "../room/state";
import type { Store } from "../room/store";
import { stageWords } from "../words/stage";
import { Choices } from "./stage_parts";
import { cardOf, titleOf } from "./stage_talk";

export class ClothPanel {
  readonly element = make("div", { class: "stage-cloth" });
  readonly #piece = new Choices((value) => this.#take(Number(value)), "stage-segments");
  readonly #colours = new Choices((colour) => this.#dye(colour), "stage-swatches");
  readonly #fabrics = new Choices((fabric) => this.#cut(fabric), "stage-list");
  readonly #own = make("input", { type: "color" });
  readonly #ownLabel = make("span");
  #chosen: number | null = null;

  constructor(readonly store: Store) {
    this.#own.addEventListener("input", () => this.#dye(this.#own.value));
    const own = make("label", { class: "stage-own" }, this.#own, this.#ownLabel);
    this.element.append(this.#piece.element, this.#colours.element, own, this.#fabrics.element);
  }

  update(room: Room): void {
    const words = stageWords[room.language];
    const at = this.#at(room);
    const wear = room.wearing[at];
    const card = cardOf(room, wear?.garment);
    this.element.hidden = !wear || !card;
    if (!wear || !card) return;
    const pieces = room.wearing.map(({ garment }, index) => ({ value: `${index}`, text: titleOf(room, garment) }));
    this.#piece.element.hidden = pieces.length < 2;
    this.#piece.show(words.piece, pieces, `${at}`);
    const colour = room.colours[wear.garment] ?? card.colour;
    const colours = [...new Set([card.colour, ...card.colours].map((each) => each.toLowerCase()))];
    this.#colours.show(
      words.colour,
      colours.map((value, index) => ({
        value,
        text: index === 0 ? `${value} ${words.ownColour}` : value,
        swatch: value,
      })),
      colour.toLowerCase(),
    );
    this.#ownLabel.textContent = words.otherColour;
    if (document.activeElement !== this.#own) this.#own.value = colour;
    this.#showFabrics(room, card.fabrics, wear.fabric ?? card.fabric);
  }

  #showFabrics(room: Room, names: readonly string[], selected: string): void {
    const words = stageWords[room.language];
    this.#fabrics.element.hidden = names.length < 2;
    this.#fabrics.show(
      words.fabric,
      names.map((name) => {
        const fabric = room.shelf?.fabrics.find((each) => each.name === name);
        const facts = fabric && words.fabricFacts(fabric.grams.toFixed(0), fabric.give_pct.toFixed(0));
        return { value: name, text: fabric?.title[room.language] ?? name, note: facts };
      }),
      selected,
    );
  }

  #at(room: Room): number {
    const last = room.wearing.length - 1;
    return this.#chosen === null ? last : Math.min(this.#chosen, last);
  }

  #take(at: number): void {
    this.#chosen = at;
    this.update(this.store.room);
  }

  #dye(colour: string): void {
    this.store.change((room) => {
      const { garment } = room.wearing[this.#at(room)]!;
      return { colours: { ...room.colours, [garment]: colour } };
    });
  }

  #cut(fabric: string): void {
    this.store.change((room) => {
      const at = this.#at(room);
      return { wearing: room.wearing.map((wear, index) => (index === at ? { ...wear, fabric } : wear)) };
    });
  }
}
