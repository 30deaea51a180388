// Zone notes on the stage: pinned labels to see, and a list to be read.

import type { Zone } from "../api/client";
import { make } from "../room/element";
import type { Room } from "../room/state";
import { Notes, type Note } from "../view/notes";
import type { Stage } from "../view/stage";
import { stageWords } from "../words/stage";
import { lookOn, zoneText } from "./stage_talk";

const SIDES = ["main", "beside"] as const;
const EDGE = 10; // px
const ROOMY = 620; // px: below this a half has room for numbers, not for words
const NARROW = 300; // px: below this a half has no room for labels

export class PinnedNotes {
  readonly element = make("div", { class: "stage-pins" });
  readonly list = make("ul", { class: "stage-unseen" });
  readonly #notes = SIDES.map(() => new Notes());

  constructor(readonly stage: Stage) {
    this.element.append(...this.#notes.map(({ element }) => element));
  }

  update(room: Room, moving: boolean, two: boolean): void {
    const words = stageWords[room.language];
    this.list.setAttribute("aria-label", words.notesTitle);
    this.list.replaceChildren(
      ...zonesOn(room, "main").map((zone) => {
        const { name, ease, verdict } = zoneText(zone, room);
        return make("li", {}, `${name}: ${verdict}, ${words.notesEase} ${ease}`);
      }),
    );
    SIDES.forEach((side, index) => {
      const hidden = !room.notes || moving || (side === "beside" && !two);
      this.#notes[index]!.show(hidden ? [] : zonesOn(room, side).flatMap((zone) => noteOf(zone, room)));
    });
  }

  place(insets: { top: number; bottom: number; right: number }): void {
    const { clientWidth, clientHeight } = this.stage.canvas;
    const wide = clientWidth / (this.stage.two ? 2 : 1);
    this.#notes.forEach((notes, side) => {
      notes.element.hidden = wide < NARROW;
      notes.compact(wide < ROOMY);
      notes.place((at) => this.stage.see(at, side), {
        left: side * wide + EDGE,
        right: (side + 1) * wide - Math.max(EDGE, (side + 1) * wide < clientWidth ? 0 : insets.right),
        top: insets.top,
        bottom: clientHeight - insets.bottom,
        ...this.stage.figure(side),
      });
    });
  }
}

/** Zones of everything worn; where two garments share one, the outer garment's. */
function zonesOn(room: Room, side: "main" | "beside"): Zone[] {
  const zones = new Map<string, Zone>();
  for (const worn of lookOn(room, side)?.worn ?? []) {
    for (const zone of worn.zones) zones.set(zone.zone, zone);
  }
  return [...zones.values()];
}

function noteOf(zone: Zone, room: Room): Note[] {
  if (!zone.at) return [];
  const { name, ease, verdict, mark } = zoneText(zone, room);
  return [{ at: zone.at, verdict: zone.verdict, name, mark, number: ease, word: verdict }];
}
