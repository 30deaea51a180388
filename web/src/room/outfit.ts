// Putting garments on and taking them off, as pure functions.

import type { GarmentCard, MySizes, Wear } from "../api/client";
import type { Room } from "./state";

/** As many garments as one look may hold. */
export const MOST_WORN = 4;

/** Name a garment's size and fabric: the advised size, else the middle one. */
export function asWorn(room: Room, card: GarmentCard, size?: string): Wear {
  const advised = room.sizes?.advice[card.ref]?.recommended;
  const middle = card.sizes[Math.floor((card.sizes.length - 1) / 2)];
  return { garment: card.ref, size: size ?? advised ?? middle ?? null, fabric: card.fabric };
}

/** Wear the advised sizes of what was put on before the advice came; a size chosen by hand stays. */
export function followAdvice(room: Room, sizes: MySizes): Partial<Room> {
  const wearing = room.wearing.map((worn) => {
    const card = room.shelf?.garments.find(({ ref }) => ref === worn.garment);
    const guessed = card && room.guessed.includes(card.ref) && asWorn(room, card).size === worn.size;
    const advised = card && sizes.advice[card.ref]?.recommended;
    return guessed && advised ? { ...worn, size: advised } : worn;
  });
  return { sizes, wearing, guessed: [] };
}

/** Wear one garment alone. */
export function wearOnly(room: Room, card: GarmentCard): Partial<Room> {
  const guessed = room.sizes ? [] : [card.ref];
  return { wearing: [asWorn(room, card)], guessed, beside: null, place: "stage" };
}

/** Wear a garment over what is worn. */
export function wearOver(room: Room, card: GarmentCard): Partial<Room> {
  const guessed = room.sizes ? room.guessed : [...room.guessed, card.ref];
  return { wearing: [...room.wearing, asWorn(room, card)], guessed, beside: null };
}

/** Take the garment at a place off. */
export function takeOff(room: Room, index: number): Partial<Room> {
  return { wearing: room.wearing.filter((_, each) => each !== index), beside: null };
}

/** Swap a garment with the next one further in (-1) or out (1). */
export function moveWorn(room: Room, index: number, by: -1 | 1): Partial<Room> {
  const wearing = [...room.wearing];
  const [one, other] = [wearing[index], wearing[index + by]];
  if (!one || !other) return {};
  wearing[index] = other;
  wearing[index + by] = one;
  return { wearing, beside: null };
}

/** Wear the garment at a place in another size. */
export function wearSize(room: Room, index: number, size: string): Partial<Room> {
  return {
    wearing: room.wearing.map((each, at) => (at === index ? { ...each, size } : each)),
    beside: null,
  };
}
