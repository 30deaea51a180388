// The room as plain data, and pure functions that change it. No DOM, no three.js, no network.

import type { BodyMade, LookMade, LookRequest, Me, MySizes, Person, Shelf, Wear } from "../api/client";

export type Language = "en" | "zh";
export type Theme = "auto" | "light" | "dark";
export type Units = "cm" | "in";
/** The parts of the page; on a phone one is seen at a time. */
export type Place = "you" | "wardrobe" | "stage" | "verdict" | "privacy";
export type Light = "studio" | "daylight" | "evening";
export type Backdrop = "plain" | "warm" | "night";

export interface Room {
  readonly language: Language;
  readonly theme: Theme;
  readonly units: Units;
  readonly place: Place;
  readonly online: boolean;
  readonly me: Me | null;
  readonly shelf: Shelf | null;
  /** Advice for every garment, null until there is a person. */
  readonly sizes: MySizes | null;
  /** What is typed and can be read; kept by the service only with consent. */
  readonly person: Person | null;
  readonly body: BodyMade | null;
  /** Worn garments from the skin outwards; sizes and fabrics are always named here. */
  readonly wearing: readonly Wear[];
  /** Garments put on before there was advice: their sizes are guesses. */
  readonly guessed: readonly string[];
  /** Colour chosen for a garment, by its ref. */
  readonly colours: Readonly<Record<string, string>>;
  /** A second size of the last garment, shown beside the first. */
  readonly beside: string | null;
  readonly pose: string;
  readonly motion: string | null;
  readonly turning: boolean;
  readonly heat: string | null;
  readonly notes: boolean;
  readonly light: Light;
  readonly backdrop: Backdrop;
  /** Looks by `lookKey` of their request. */
  readonly looks: Readonly<Record<string, LookMade>>;
}

export const EMPTY: Room = {
  language: "en",
  theme: "auto",
  units: "cm",
  place: "you",
  online: true,
  me: null,
  shelf: null,
  sizes: null,
  person: null,
  body: null,
  wearing: [],
  guessed: [],
  colours: {},
  beside: null,
  pose: "a",
  motion: null,
  turning: false,
  heat: null,
  notes: true,
  light: "studio",
  backdrop: "plain",
  looks: {},
};

/** What a look is known by: two requests with one key are one look. */
export function lookKey(request: Pick<LookRequest, "wear" | "pose" | "motion">): string {
  const wear = request.wear.map(({ garment, size, fabric }) => [garment, size, fabric ?? null]);
  return JSON.stringify([wear, request.pose ?? "a", request.motion ?? null]);
}

/** What the stage needs now: the look itself and, where asked, the same in a second size. */
export function wanted(room: Room): { main: LookRequest | null; beside: LookRequest | null } {
  if (room.wearing.length === 0) return { main: null, beside: null };
  const main = requestOf(room, [...room.wearing]);
  const last = room.wearing.at(-1)!;
  const other = room.beside && room.beside !== last.size ? room.beside : null;
  const beside = other
    ? requestOf(room, [...room.wearing.slice(0, -1), { ...last, size: other }])
    : null;
  return { main, beside };
}

function requestOf(room: Room, wear: Wear[]): LookRequest {
  return { wear, pose: room.pose, motion: room.motion, extras: [], ahead: false };
}

/** The sizes next to the worn one of the last garment, to be made ahead. */
export function neighbours(room: Room): LookRequest[] {
  const last = room.wearing.at(-1);
  const card = room.shelf?.garments.find(({ ref }) => ref === last?.garment);
  if (!last || !card || !last.size) return [];
  const at = card.sizes.indexOf(last.size);
  return [at + 1, at - 1].flatMap((index) => {
    const size = card.sizes[index];
    if (size === undefined) return [];
    const wear = [...room.wearing.slice(0, -1), { ...last, size }];
    return [{ ...requestOf(room, wear), ahead: true }];
  });
}
