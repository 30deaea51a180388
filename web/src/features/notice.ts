// The strip under the header: no network, no service.

import { button } from "../room/controls";
import { make } from "../room/element";
import { icon } from "../room/icons";
import type { Store } from "../room/store";
import { shell } from "../words";
import { say } from "./toast";

/** Show in `host` when the network is gone; say when it is back. */
export function mountNotice(host: HTMLElement, store: Store): void {
  host.setAttribute("role", "status");
  let shown = "";
  store.watch(({ online, language }, before) => {
    const text = online ? "" : shell[language].offline;
    if (online && !before.online) say(shell[language].online);
    if (text === shown) return;
    shown = text;
    host.replaceChildren(
      ...(text ? [make("p", { class: "notice" }, icon("offline"), make("span", {}, text))] : []),
    );
  });
}

/** Show a page-wide trouble with a button that tries again. */
export function troublePage(store: Store, detail: string, retry: () => void): HTMLElement {
  const words = shell[store.room.language];
  return make(
    "main",
    { class: "empty page-wide" },
    make("div", { class: "empty-icon" }, icon("warning")),
    make("div", { role: "alert" }, make("h1", {}, detail)),
    make("p", {}, words.unreachableHelp),
    button(words.retry, retry, { class: "button primary" }),
  );
}
