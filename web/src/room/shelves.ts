// Which garments the wardrobe shows, and in which order.

import type { GarmentCard, MySizes, Shelf } from "../api/client";
import { NONE_SUITS } from "./advice";
import type { Language } from "./state";

export type Order = "shown" | "fit" | "name" | "brand";

export interface Filter {
  readonly kind: GarmentCard["kind"] | null;
  readonly fits: boolean;
  readonly fabric: string | null;
  readonly search: string;
  readonly order: Order;
}

export const EVERYTHING: Filter = {
  kind: null,
  fits: false,
  fabric: null,
  search: "",
  order: "shown",
};

/** Return the probability that the advised size of a garment suits, null if unknown. */
export function chanceOf(card: GarmentCard, sizes: MySizes | null): number | null {
  const advice = sizes?.advice[card.ref];
  return advice ? (advice.probability[advice.recommended] ?? 0) : null;
}

/** Return whether some size of a garment is likely to suit. */
export function suits(card: GarmentCard, sizes: MySizes | null): boolean {
  const advice = sizes?.advice[card.ref];
  if (!advice) return false;
  return Object.values(advice.probability).reduce((sum, each) => sum + each, 0) >= NONE_SUITS;
}

/** Return the garments to show, in order. */
export function garmentsShown(
  shelf: Shelf,
  sizes: MySizes | null,
  filter: Filter,
  language: Language,
): GarmentCard[] {
  const words = filter.search.normalize("NFKC").toLowerCase().split(/\s+/).filter(Boolean);
  const fabricWords = new Map(
    shelf.fabrics.map(({ name, title }) => [name, `${title.en} ${title.zh}`]),
  );
  const found = shelf.garments.filter((card) => {
    if (filter.kind && card.kind !== filter.kind) return false;
    if (filter.fabric && !card.fabrics.includes(filter.fabric)) return false;
    if (filter.fits && !suits(card, sizes)) return false;
    const text = [card.title.en, card.title.zh, card.brand, card.style, card.ref];
    const all = [...text, fabricWords.get(card.fabric) ?? ""].join(" ").toLowerCase();
    return words.every((word) => all.includes(word));
  });
  const locale = language === "zh" ? "zh-CN" : "en";
  const by: Record<Order, (one: GarmentCard, other: GarmentCard) => number> = {
    shown: () => 0,
    fit: (one, other) => (chanceOf(other, sizes) ?? 0) - (chanceOf(one, sizes) ?? 0),
    name: (one, other) => one.title[language].localeCompare(other.title[language], locale),
    brand: (one, other) => one.brand.localeCompare(other.brand, locale),
  };
  return found.sort(by[filter.order]);
}
