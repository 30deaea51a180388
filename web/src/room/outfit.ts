// Putting garments on and taking them off, as pure functions.

import type { GarmentCard, Wear } from "../api/client";
import type { Room } from "./state";

/** As many garments as one look may hold. */
export const MOST_WORN = 4;

/** Name a garment's size and fabric: the advised size, else the middle one. */
export function asWorn(room: Room, card: GarmentCard, size?: string): Wear {
  const advised = room.sizes?.advice[card.ref]?.recommended;
  const middle = card.sizes[Math.floor((card.sizes.length - 1) / 2)];
  return { garment: card.ref, size: size ?? advised ?? middle ?? null, fabric: card.fabric };
}

/** Wear one garment alone. */
export function wearOnly(room: Room, card: GarmentCard): Partial<Room> {
  return { wearing: [asWorn(room, card)], beside: null, place: "stage" };
}

/** Wear a garment over what is worn. */
export function wearOver(room: Room, card: GarmentCard): Partial<Room> {
  return { wearing: [...room.wearing, asWorn(room, card)], beside: null };
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
