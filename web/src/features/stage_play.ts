// The button that plays a movement or holds it.

import { make } from "../room/element";
import type { Room } from "../room/state";
import { stageWords } from "../words/stage";
import { icon } from "./stage_parts";

export class PlayButton {
  readonly element = make("button", { type: "button", class: "stage-round stage-play", hidden: true });
  #shown = "";

  constructor(
    public playing: boolean,
    changed: () => void,
  ) {
    this.element.addEventListener("click", () => {
      this.playing = !this.playing;
      changed();
    });
  }

  update(room: Room, moves: boolean): void {
    const name = this.playing ? "pause" : "play";
    this.element.hidden = !moves;
    this.element.setAttribute("aria-label", stageWords[room.language][name]);
    if (name !== this.#shown) this.element.replaceChildren(icon(name));
    this.#shown = name;
  }
}
