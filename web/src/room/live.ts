// Parts of the page that are drawn again when what they show has changed.

import type { Room } from "./state";
import type { Store } from "./store";

/** Draw `host` now and whenever one of the picked values changes; returns what ends it. */
export function live(
  host: HTMLElement,
  store: Store,
  pick: (room: Room) => readonly unknown[],
  draw: (room: Room) => readonly Node[],
): () => void {
  let shown: readonly unknown[] | null = null;
  return store.watch((room) => {
    const now = pick(room);
    if (shown?.every((value, index) => Object.is(value, now[index]))) return;
    shown = now;
    redraw(host, draw(room));
  });
}

/**
 * Replace what a host holds.
 *
 * The element with the same `data-focus` keeps the focus, a `details` with the same `data-keep`
 * stays open, so that a redraw is not felt.
 */
export function redraw(host: HTMLElement, nodes: readonly Node[]): void {
  const active = document.activeElement;
  const key = host.contains(active) ? active?.closest("[data-focus]") : null;
  const wanted = key?.getAttribute("data-focus");
  const open = [...host.querySelectorAll<HTMLDetailsElement>("details[data-keep][open]")].map(
    ({ dataset }) => dataset["keep"],
  );
  host.replaceChildren(...nodes);
  for (const details of host.querySelectorAll<HTMLDetailsElement>("details[data-keep]")) {
    if (open.includes(details.dataset["keep"])) details.open = true;
  }
  if (wanted) {
    const same = host.querySelector<HTMLElement>(`[data-focus="${CSS.escape(wanted)}"]`);
    same?.focus({ preventScroll: true });
  }
}
