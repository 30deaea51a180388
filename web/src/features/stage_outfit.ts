// What is worn, from the skin outwards: a size for each piece, its place, and taking it off.

import { make } from "../room/element";
import type { Room } from "../room/state";
import type { Store } from "../room/store";
import { stageWords } from "../words/stage";
import { iconButton } from "./stage_parts";
import { cardOf, titleOf } from "./stage_talk";

export class OutfitPanel {
  readonly element = make("div", { class: "stage-outfit" });
  #made = "";

  constructor(readonly store: Store) {}

  update(room: Room): void {
    const made = JSON.stringify([room.wearing, room.language, room.shelf?.garments.length]);
    if (made === this.#made) return;
    this.#made = made;
    const words = stageWords[room.language];
    const held = this.element.contains(document.activeElement);
    const rows = room.wearing.map((_, at) => this.#row(room, at));
    this.element.replaceChildren(make("p", { class: "stage-soft" }, words.wornOrder), make("ol", {}, ...rows));
    if (held) this.element.querySelector<HTMLElement>("select, button")?.focus();
  }

  #row(room: Room, at: number): HTMLElement {
    const words = stageWords[room.language];
    const { garment, size } = room.wearing[at]!;
    const title = titleOf(room, garment);
    const select = make("select", { "aria-label": words.sizesOf(title) });
    for (const each of cardOf(room, garment)?.sizes ?? []) {
      select.append(make("option", { value: each, selected: each === size }, each));
    }
    select.addEventListener("change", () => this.#change(at, select.value));
    const row = make("li", {}, make("span", { class: "stage-piece" }, title), select);
    if (at < room.wearing.length - 1) {
      row.append(iconButton("outward", words.outward(title), () => this.#outward(at)));
    }
    row.append(iconButton("remove", words.remove(title), () => this.#remove(at)));
    return row;
  }

  #change(at: number, size: string): void {
    this.store.change(({ wearing }) => ({
      wearing: wearing.map((wear, index) => (index === at ? { ...wear, size } : wear)),
    }));
  }

  #outward(at: number): void {
    this.store.change(({ wearing }) => ({
      wearing: wearing.map((wear, index) =>
        index === at ? wearing[at + 1]! : index === at + 1 ? wearing[at]! : wear,
      ),
      beside: null,
    }));
  }

  #remove(at: number): void {
    this.store.change(({ wearing }) => ({ wearing: wearing.filter((_, index) => index !== at), beside: null }));
  }
}
