// What a size advice comes down to, as plain data.

import type { SizeAdvice } from "../api/client";

export type Sureness = "none" | "between" | "fair" | "quite" | "very";

/** Below this probability that any size suits, none is advised; the engine uses the same. */
export const NONE_SUITS = 0.5;
const BETWEEN = 0.25; // a second size this likely is worth trying on
const QUITE = 0.7;
const VERY = 0.9;

export interface Reading {
  readonly how: Sureness;
  readonly best: string;
  /** The next likely size, null where only one is on offer. */
  readonly second: string | null;
  readonly chance: number;
  /** Probability that no size suits. */
  readonly none: number;
}

/** Read an advice: the size, the next one, and how sure that is in a word. */
export function readAdvice({ recommended, probability }: SizeAdvice): Reading {
  const chance = probability[recommended] ?? 0;
  const any = Object.values(probability).reduce((sum, each) => sum + each, 0);
  const [second, runnerUp] = Object.entries(probability)
    .filter(([size]) => size !== recommended)
    .reduce<[string | null, number]>((top, each) => (each[1] > top[1] ? each : top), [null, -1]);
  const how: Sureness =
    any < NONE_SUITS
      ? "none"
      : runnerUp >= BETWEEN
        ? "between"
        : chance >= VERY
          ? "very"
          : chance >= QUITE
            ? "quite"
            : "fair";
  return { how, best: recommended, second, chance, none: Math.max(0, 1 - any) };
}
