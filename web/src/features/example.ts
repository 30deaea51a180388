// "/?example": the example shopper, dressed, for whoever has kept no measurements of their own.

import { api, type LookRequest } from "../api/client";
import { loadSizes } from "../room/loading";
import type { Store } from "../room/store";
import { EXAMPLE } from "./you-person";

const WORN: LookRequest["wear"][number] = { garment: "classic-tee", size: "M", fabric: "single-jersey" };

/** Say whether the address asks for the example shopper. */
export const asksExample = (search: string): boolean => new URLSearchParams(search).has("example");

/** Keep the example shopper as who visits, dressed, on stage; a known shopper stays who they are. */
export async function enterExample(store: Store): Promise<void> {
  history.replaceState(null, "", "/#stage"); // a second visit is an ordinary one
  if (store.room.me?.person) return;
  await api.consent("body", true);
  await api.keepPerson(EXAMPLE);
  const me = await api.me();
  store.change({ me, person: EXAMPLE });
  await loadSizes(store);
  const size = store.room.sizes?.advice[WORN.garment]?.recommended ?? WORN.size ?? null;
  store.change({ wearing: [{ ...WORN, size }], place: "stage" });
}
