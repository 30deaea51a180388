// Bringing in what the page starts from, and noticing when the network goes and comes.

import { api, Refused } from "../api/client";
import { followAdvice } from "./outfit";
import { lookKey } from "./state";
import type { Store } from "./store";

/** Load who asks, and where there is a person their sizes and looks. */
export async function loadMe(store: Store): Promise<void> {
  const me = await api.me();
  store.change((room) => ({ me, person: room.person ?? me.person }));
  if (!me.person) return;
  void loadSizes(store).catch(() => undefined); // the wardrobe shows garments without sizes
  void loadLooks(store).catch(() => undefined);
}

/** Load the wardrobe; what is worn but no longer sold is taken off. */
export async function loadShelf(store: Store): Promise<void> {
  const shelf = await api.shelf();
  const known = new Set(shelf.garments.map(({ ref }) => ref));
  store.change((room) => ({
    shelf,
    wearing: room.wearing.filter(({ garment }) => known.has(garment)),
  }));
}

let asked: AbortController | null = null;

/** Load the advised sizes; a newer request ends an older one. */
export async function loadSizes(store: Store): Promise<void> {
  asked?.abort();
  const mine = (asked = new AbortController());
  try {
    const sizes = await api.mySizes({ signal: mine.signal });
    store.change((room) => followAdvice(room, sizes));
  } catch (error) {
    // no person yet: there is no advice, and that is no failure
    if (error instanceof Refused) store.change({ sizes: null });
    else if (!mine.signal.aborted) throw error;
  }
}

async function loadLooks(store: Store): Promise<void> {
  const { looks } = await api.looks();
  const made = looks.filter(({ state }) => state === "done");
  store.change((room) => ({
    looks: { ...Object.fromEntries(made.map((look) => [lookKey(look.request), look])), ...room.looks },
  }));
}

/** Load the sizes again when another person is kept, forget them when none is. */
export function followPerson(store: Store): void {
  store.watch(({ me, sizes }, before) => {
    const now = JSON.stringify(me?.person ?? null);
    if (!before.me || now === JSON.stringify(before.me.person ?? null)) return;
    if (now === "null") store.change({ sizes: null, looks: {} });
    else if (sizes === before.sizes) void loadSizes(store).catch(() => undefined);
  });
}

/** Tell the room whether there is a network. */
export function followNetwork(store: Store): void {
  const tell = () => store.change({ online: navigator.onLine });
  window.addEventListener("online", tell);
  window.addEventListener("offline", tell);
  tell();
}
