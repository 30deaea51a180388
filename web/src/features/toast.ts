// Short notes that come and go, read aloud by screen readers.

import { make } from "../room/element";

const SHOWN_MS = 6000; // long enough to read two lines twice

const region = make("div", { class: "toasts", role: "status", "aria-live": "polite" });

/** Return the place where notes appear; it stands in the page once. */
export function toasts(): HTMLElement {
  return region;
}

/** Say something for a while. */
export function say(text: string, kind: "plain" | "bad" = "plain"): void {
  const note = make("p", { class: `toast ${kind}` }, text);
  region.append(note);
  setTimeout(() => note.remove(), SHOWN_MS);
}
