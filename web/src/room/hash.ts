// The address says which place is open, so that back and forward and links work.

import type { Place } from "./state";
import type { Store } from "./store";

const PLACES: readonly Place[] = ["you", "wardrobe", "stage", "verdict", "privacy"];

/** Return the place that an address' hash names, null if none. */
export function placeOf(hash: string): Place | null {
  return PLACES.find((place) => `#${place}` === hash) ?? null;
}

/** Return the token of a shared link's path, null for every other path. */
export function tokenOf(path: string): string | null {
  const found = /^\/s\/([^/]+)\/?$/.exec(path)?.[1];
  return found ? decodeURIComponent(found) : null;
}

/** Keep the address and the open place the same. */
export function followHash(store: Store): void {
  window.addEventListener("hashchange", () => {
    const place = placeOf(location.hash);
    if (place) store.change({ place });
  });
  store.watch(({ place }, before) => {
    if (placeOf(location.hash) === place) return;
    const first = place === before.place;
    history[first ? "replaceState" : "pushState"](null, "", `#${place}`);
  });
}
