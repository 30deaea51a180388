// The tools at the stage's edge: sides, zoom, turntable, notes, full screen, a picture.

import { make } from "../room/element";
import type { Room } from "../room/state";
import type { Store } from "../room/store";
import type { View } from "../view/camera";
import type { Stage } from "../view/stage";
import { stageWords } from "../words/stage";
import { iconButton, type PictureName } from "./stage_parts";

const ZOOM = 0.8;
const VIEWS: readonly View[] = ["front", "side", "back"];

export class StageBar {
  readonly views = make("div", { class: "stage-views", role: "group" });
  readonly tools = make("div", { class: "stage-tools", role: "group" });
  readonly #views: HTMLButtonElement[];
  readonly #tools = new Map<PictureName, HTMLButtonElement>();

  constructor(
    readonly store: Store,
    stage: Stage,
    fullscreen: () => void,
    picture: () => void,
  ) {
    this.#views = VIEWS.map((view) => {
      const button = make("button", { type: "button", class: "stage-button" });
      button.addEventListener("click", () => stage.camera.turnTo(view, performance.now()));
      return button;
    });
    const presses: [PictureName, () => void][] = [
      ["closer", () => stage.camera.zoom(ZOOM)],
      ["further", () => stage.camera.zoom(1 / ZOOM)],
      ["reset", () => stage.camera.reset()],
      ["turntable", () => store.change(({ turning }) => ({ turning: !turning }))],
      ["notes", () => store.change(({ notes }) => ({ notes: !notes }))],
      ["picture", picture],
    ];
    if (document.fullscreenEnabled) presses.push(["fullscreen", fullscreen]);
    for (const [name, press] of presses) this.#tools.set(name, iconButton(name, "", press));
    this.views.append(...this.#views);
    this.tools.append(...this.#tools.values());
  }

  update(room: Room): void {
    const words = stageWords[room.language];
    this.views.setAttribute("aria-label", words.tools);
    this.tools.setAttribute("aria-label", words.tools);
    VIEWS.forEach((view, at) => (this.#views[at]!.textContent = words[view]));
    for (const [name, button] of this.#tools) {
      const label = words[name as keyof typeof words] as string;
      button.setAttribute("aria-label", label);
      button.title = label;
    }
    this.#tools.get("turntable")!.setAttribute("aria-pressed", String(room.turning));
    this.#tools.get("notes")!.setAttribute("aria-pressed", String(room.notes));
  }

  /** Mark the side that is seen. */
  seen(view: string): void {
    this.#views.forEach((button, at) => {
      button.toggleAttribute("data-seen", VIEWS[at] === view);
    });
  }
}
