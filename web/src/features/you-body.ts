// The shopper's body while they type: followed at once, then made by the service.

import { api, type BodyMade, type Person, type Problem, Refused } from "../api/client";
import type { Store } from "../room/store";
import { follow } from "./you-predict";

const PAUSE_MS = 180; // between two keys of one number
const BUSY_MS = 1500;
const BUSY = 429;

/** How the last request went. */
export type Outcome =
  | { readonly kind: "waiting" | "ready" | "unreachable" | "nothing" }
  | { readonly kind: "refused"; readonly problem: Problem };

export class BodyMaker {
  #truth: BodyMade | null = null;
  #of = "";
  #request: AbortController | null = null;
  #timer = 0;

  constructor(
    readonly store: Store,
    readonly told: (outcome: Outcome) => void,
  ) {}

  /** The body as the service made it last. */
  get truth(): BodyMade | null {
    return this.#truth;
  }

  /** Show the body of another person; `values` are what they told, cm and kg. */
  change(person: Person | null, values: Readonly<Record<string, number>>): void {
    const sameSex = person !== null && person["sex"] === this.store.room.person?.["sex"];
    this.#stop();
    if (!person) {
      this.#truth = null;
      this.#of = "";
      this.store.change({ person, body: null });
      this.told({ kind: "nothing" });
      return;
    }
    const key = shapeKey(person);
    if (this.#truth && key === this.#of) {
      this.store.change({ person, body: this.#truth });
      this.told({ kind: "ready" });
      return;
    }
    const row = this.#truth && sameSex ? follow(this.#truth, values) : null;
    const body = row ? { ...this.#truth!, row } : this.store.room.body;
    this.store.change({ person, body: sameSex ? body : null });
    this.told({ kind: "waiting" });
    this.#ask(person, key, PAUSE_MS);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#request?.abort();
    this.#request = null;
  }

  #ask(person: Person, key: string, pause: number): void {
    this.#timer = window.setTimeout(() => void this.#make(person, key), pause);
  }

  async #make(person: Person, key: string): Promise<void> {
    const mine = (this.#request = new AbortController());
    try {
      const body = await api.body(person, { signal: mine.signal });
      this.#truth = body;
      this.#of = key;
      this.store.change({ body });
      this.told({ kind: "ready" });
    } catch (error) {
      if (mine.signal.aborted) return;
      if (!(error instanceof Refused)) this.told({ kind: "unreachable" });
      else if (error.problem.status === BUSY) this.#ask(person, key, BUSY_MS);
      else {
        this.store.change({ body: this.#truth });
        this.told({ kind: "refused", problem: error.problem });
      }
    }
  }
}

/** What of a person decides their body. */
function shapeKey({ preferences: _, ...shape }: Person): string {
  return JSON.stringify(shape);
}
