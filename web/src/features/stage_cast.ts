// Who stands on the stage: the wanted look once it's there, till then the one before, or the body.

import type { LookRequest } from "../api/client";
import { wanted, type Room } from "../room/state";
import type { Model } from "../view/model";
import type { Standing } from "../view/stage";
import { bodyStanding } from "./stage_body";

export class Cast {
  main: Standing | null = null;
  beside: Standing | null = null;
  /** The room as it was when what is seen came on stage. */
  #arrived: Room | null = null;

  constructor(
    readonly modelOf: (request: LookRequest | null) => Model | null,
    readonly told: () => void,
  ) {}

  shows(model: Model): boolean {
    return this.main?.model === model || this.beside?.model === model;
  }

  /** Let those stand there who can; returns the look's request if it has just come on stage. */
  update(room: Room): LookRequest | null {
    const { main, beside } = wanted(room);
    // who tells their measurements sees the body follow, whatever is worn
    const measuring = room.place === "you";
    const bare = measuring || !main || !this.main ? bodyStanding(room, this.told) : null;
    const ready = bare && measuring ? null : this.modelOf(main);
    const before = this.main;
    if (ready) this.main = standing(ready);
    else if (bare || !main) this.main = bare;
    const other = ready && this.modelOf(beside);
    this.beside = other ? standing(other) : null;
    if (ready) this.#arrived = room;
    else if (!this.main?.model) this.#arrived = { ...room, wearing: [] };
    return ready && before?.root !== ready.root ? main : null;
  }

  /** The room with what is seen in it, which may be what was worn before. */
  seen(room: Room): Room {
    if (!this.#arrived) return room;
    const { wearing, pose, motion, beside } = this.#arrived;
    return { ...room, wearing, pose, motion, beside: this.beside ? beside : null };
  }
}

function standing(model: Model): Standing {
  return { root: model.root, box: model.box, model };
}
