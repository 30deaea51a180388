// The panels behind the stage's tabs: one is open at a time, Escape closes it.

import { make } from "../room/element";
import type { Room } from "../room/state";
import { stageWords, type StageWords } from "../words/stage";
import { iconButton } from "./stage_parts";

export interface Panel {
  readonly element: HTMLElement;
  update(room: Room): void;
}

type Word = { [Key in keyof StageWords]: StageWords[Key] extends string ? Key : never }[keyof StageWords];

export class Panels {
  readonly tabs = make("div", { class: "stage-tabs", role: "group" });
  readonly element = make("div", { class: "stage-panel", hidden: true, id: "stage-panel", role: "region" });
  readonly #buttons: HTMLButtonElement[];
  readonly #inside = make("div", { class: "stage-panel-inside" });
  #room: Room | null = null;
  #open: number | null = null;

  constructor(
    readonly panels: readonly (readonly [Word, Panel])[],
    readonly opened: () => void,
  ) {
    this.#buttons = panels.map((_, at) => {
      const attributes = { type: "button", class: "stage-tab", "aria-expanded": "false", "aria-controls": "stage-panel" };
      const button = make("button", attributes);
      button.addEventListener("click", () => this.#turn(this.#open === at ? null : at));
      return button;
    });
    const close = iconButton("remove", "", () => this.#close());
    close.classList.add("stage-close");
    this.tabs.append(...this.#buttons);
    this.element.append(close, this.#inside);
    for (const part of [this.element, this.tabs]) {
      part.addEventListener("keydown", (event) => {
        if (event.key === "Escape" && this.#open !== null) this.#close();
      });
    }
  }

  update(room: Room): void {
    this.#room = room;
    const words = stageWords[room.language];
    this.tabs.setAttribute("aria-label", words.stage);
    this.panels.forEach(([word], at) => (this.#buttons[at]!.textContent = words[word]));
    const close = this.element.querySelector(".stage-close")!;
    close.setAttribute("aria-label", words.close);
    close.setAttribute("title", words.close);
    if (this.#open === null) return;
    const [word, panel] = this.panels[this.#open]!;
    this.element.setAttribute("aria-label", words[word]);
    panel.update(room);
  }

  #turn(at: number | null): void {
    this.#open = at;
    this.#buttons.forEach((button, index) => button.setAttribute("aria-expanded", String(index === at)));
    this.element.hidden = at === null;
    this.#inside.replaceChildren(...(at === null ? [] : [this.panels[at]![1].element]));
    if (this.#room) this.update(this.#room);
    this.opened();
  }

  #close(): void {
    const at = this.#open;
    this.#turn(null);
    if (at !== null) this.#buttons[at]?.focus();
  }
}
