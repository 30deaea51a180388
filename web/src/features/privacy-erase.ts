// Taking everything out, and erasing everything.

import { api, type Erased } from "../api/client";
import { button } from "../room/controls";
import { make } from "../room/element";
import { icon } from "../room/icons";
import type { Language } from "../room/state";
import type { Store } from "../room/store";
import { troubleText } from "../room/trouble";
import { privacy } from "../words";
import { confirmed } from "./confirm";
import { say } from "./toast";

/** Make the part that exports and erases. */
export function exportAndErase(store: Store): HTMLElement {
  const words = privacy[store.room.language];
  const take = make(
    "a",
    { class: "button", href: api.exportUrl, download: "fittingroom.zip" },
    icon("download"),
    make("span", {}, words.exportButton),
  );
  const erase = button(words.eraseButton, () => void eraseAll(erase, store), {
    class: "button danger",
    focus: "erase",
  });
  return make(
    "section",
    { class: "two" },
    make("div", {}, make("h3", {}, words.export), make("p", { class: "note" }, words.exportHelp), take),
    make("div", {}, make("h3", {}, words.erase), make("p", { class: "note" }, words.eraseHelp), erase),
  );
}

async function eraseAll(pressed: HTMLElement, store: Store): Promise<void> {
  const { language } = store.room;
  const words = privacy[language];
  const texts = { title: words.eraseSure, help: words.eraseSureHelp, yes: words.eraseYes, no: words.eraseNo };
  if (!(await confirmed(texts))) return;
  try {
    const erased = await api.erase();
    sessionStorage.clear();
    pressed.dispatchEvent(new CustomEvent("erased", { detail: erased, bubbles: true }));
  } catch (error) {
    say(troubleText(error, language), "bad");
  }
}

/** Say what was removed. */
export function erasedBlock({ removed }: Erased, language: Language): HTMLElement {
  const words = privacy[language];
  const named = (kind: string, count: number) =>
    words.kinds[kind]?.[count === 1 ? 0 : 1] ?? kind.replaceAll("_", " ");
  const rows = Object.entries(removed).filter(([, count]) => count > 0);
  const list = rows.map(([kind, count]) =>
    make("li", {}, make("strong", {}, String(count)), ` ${named(kind, count)}`),
  );
  return make(
    "section",
    { class: "erased", role: "status", tabindex: "-1" },
    make("div", { class: "empty-icon" }, icon("check")),
    make("h3", {}, words.erased),
    ...(rows.length > 0
      ? [make("p", {}, words.erasedCounts), make("ul", { class: "removed" }, ...list)]
      : [make("p", {}, words.erasedNothing)]),
    make("p", { class: "note" }, words.erasedAfter),
  );
}
