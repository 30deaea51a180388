// Short notes that come and go, read aloud by screen readers.

import { make } from "../room/element";

const SHOWN_MS = 6000; // long enough to read two lines twice

let home: HTMLElement | null = null;
const region = make("div", { class: "toasts", role: "status", "aria-live": "polite" });

/** Put the place where notes appear into `host`. */
export function mountToasts(host: HTMLElement): void {
  home = host;
  host.append(region);
  // a dialog that closes would take its notes along
  document.addEventListener("close", () => host.append(region), { capture: true });
}

/** Say something for a while. */
export function say(text: string, kind: "plain" | "bad" = "plain"): void {
  const note = make("p", { class: `toast ${kind}` }, text);
  // behind an open dialog a note would be neither seen nor read aloud
  const top = [...document.querySelectorAll("dialog:modal")].at(-1) ?? home;
  if (top && region.parentElement !== top) top.append(region);
  region.append(note);
  setTimeout(() => note.remove(), SHOWN_MS);
}
