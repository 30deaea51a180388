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
    else history.replaceState(null, "", `#${store.room.place}`); // the link that skips the header
  });
  const { place } = store.room;
  if (placeOf(location.hash) !== place) history.replaceState(null, "", `#${place}`);
  store.watch(({ place }, before) => {
    // only a change of place: any other may come between a step back and the news of it
    if (place === before.place || placeOf(location.hash) === place) return;
    history.pushState(null, "", `#${place}`);
  });
}
