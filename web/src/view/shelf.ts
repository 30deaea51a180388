// Models that were parsed, the last used ones kept: a size seen before is there at once.

import type { Model } from "./model";

export class ModelShelf {
  readonly #models = new Map<string, Model>();
  /** Forgotten while they were shown: disposed of once they no longer are. */
  #left: Model[] = [];

  constructor(readonly room = 8) {}

  has(key: string): boolean {
    return this.#models.has(key);
  }

  /** Return a model and count it as just used. */
  take(key: string): Model | null {
    const model = this.#models.get(key);
    if (!model) return null;
    this.#models.delete(key);
    this.#models.set(key, model);
    return model;
  }

  /** Keep a model; the longest unused one goes, unless it is shown. */
  put(key: string, model: Model, shown: (model: Model) => boolean): void {
    this.#models.get(key)?.dispose();
    this.#models.set(key, model);
    this.#left = this.#left.filter((each) => shown(each) || each.dispose());
    for (const [old, each] of this.#models) {
      if (this.#models.size <= this.room) return;
      if (old === key || shown(each)) continue;
      this.#models.delete(old);
      each.dispose();
    }
  }

  /** Forget every model. */
  clear(shown: (model: Model) => boolean): void {
    for (const model of this.#models.values()) {
      if (shown(model)) this.#left.push(model);
      else model.dispose();
    }
    this.#models.clear();
  }
}
