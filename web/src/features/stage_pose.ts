// Pose and movement of the shopper; light and background of the stage.

import { make } from "../room/element";
import type { Backdrop, Light, Room } from "../room/state";
import type { Store } from "../room/store";
import { stageWords } from "../words/stage";
import { Choices } from "./stage_parts";

const LIGHTS: readonly Light[] = ["studio", "daylight", "evening"];
const BACKDROPS: readonly Backdrop[] = ["plain", "warm", "night"];

export class PosePanel {
  readonly element = make("div", { class: "stage-pose" });
  readonly #poses = new Choices((pose) => this.store.change({ pose, motion: null }), "stage-segments");
  readonly #motions = new Choices((motion) => {
    this.store.change({ motion: motion === "none" ? null : motion });
  }, "stage-segments");

  constructor(readonly store: Store) {
    this.element.append(this.#poses.element, this.#motions.element);
  }

  update(room: Room): void {
    const words = stageWords[room.language];
    const named = ({ name, title }: { name: string; title: Record<Room["language"], string> }) => ({
      value: name,
      text: title[room.language],
    });
    const motions = room.shelf?.motions ?? [];
    this.#poses.show(words.pose, (room.shelf?.poses ?? []).map(named), room.pose);
    this.#motions.element.hidden = motions.length === 0;
    const still = { value: "none", text: words.still };
    this.#motions.show(words.motion, [still, ...motions.map(named)], room.motion ?? "none");
  }
}

export class ScenePanel {
  readonly element = make("div", { class: "stage-scene" });
  readonly #lights = new Choices((light) => this.store.change({ light: light as Light }), "stage-segments");
  readonly #backdrops = new Choices((backdrop) => {
    this.store.change({ backdrop: backdrop as Backdrop });
  }, "stage-segments");

  constructor(readonly store: Store) {
    this.element.append(this.#lights.element, this.#backdrops.element);
  }

  update(room: Room): void {
    const words = stageWords[room.language];
    const named = (name: Light | Backdrop) => ({ value: name, text: words[name] });
    this.#lights.show(words.light, LIGHTS.map(named), room.light);
    this.#backdrops.show(words.backdrop, BACKDROPS.map(named), room.backdrop);
  }
}
