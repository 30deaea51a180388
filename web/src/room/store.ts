// The one place that holds the room: features read it, ask for changes, and are told of them.

import { EMPTY, type Room } from "./state";

type Listener = (room: Room, before: Room) => void;

export class Store {
  #room: Room;
  readonly #listeners = new Set<Listener>();

  constructor(room: Partial<Room> = {}) {
    this.#room = { ...EMPTY, ...room };
  }

  get room(): Room {
    return this.#room;
  }

  /** Change the room; listeners are told once, after the change. */
  change(change: Partial<Room> | ((room: Room) => Partial<Room>)): void {
    const before = this.#room;
    const part = typeof change === "function" ? change(before) : change;
    this.#room = { ...before, ...part };
    for (const listener of [...this.#listeners]) listener(this.#room, before);
  }

  /** Be told of every change, and once now; returns what ends it. */
  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    listener(this.#room, this.#room);
    return () => this.#listeners.delete(listener);
  }
}
