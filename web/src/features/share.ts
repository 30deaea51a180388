// A link that shows one look: made, copied, sent, taken back.

import { api, type LookMade, type Shared } from "../api/client";
import { button } from "../room/controls";
import { make } from "../room/element";
import { dayText } from "../room/format";
import type { Store } from "../room/store";
import { troubleText } from "../room/trouble";
import { verdict } from "../words";
import { say } from "./toast";

const links = new Map<string, Shared>(); // by look, as long as the page lives

/** Make the part that shares a look. */
export function shareBlock(look: LookMade, store: Store): HTMLElement {
  const host = make("div", { class: "share" });
  showShare(host, look, store);
  return host;
}

function showShare(host: HTMLElement, look: LookMade, store: Store): void {
  const words = verdict[store.room.language];
  const shared = links.get(look.id);
  const tell = (text: string, bad = false) => say(text, bad ? "bad" : "plain");
  const again = () => showShare(host, look, store);
  const attempt = (work: () => Promise<void>) => () =>
    void work().then(again, (error: unknown) => tell(troubleText(error, store.room.language), true));
  const create = button(
    words.shareMake,
    attempt(async () => void links.set(look.id, await api.share(look.id))),
    { icon: "link", focus: "share" },
  );
  const back = button(
    words.takeBack,
    attempt(async () => {
      await api.unshare(look.id);
      links.delete(look.id);
      tell(words.takenBack);
    }),
    { class: "button quiet small", focus: "unshare" },
  );
  host.replaceChildren(
    make("h4", {}, words.share),
    make("p", { class: "note" }, words.shareHelp),
    ...(shared ? [linkRow(shared, store), back] : [create]),
  );
}

function linkRow({ path, until }: Shared, store: Store): HTMLElement {
  const { language } = store.room;
  const words = verdict[language];
  const url = new URL(path, location.origin).href;
  const field = make("input", { readonly: true, value: url, "aria-label": words.link });
  field.addEventListener("focus", () => field.select());
  const copy = button(words.copy, () => void copyText(field, words.copied), { class: "button small" });
  const send = button(words.send, () => void navigator.share({ url }).catch(() => undefined), {
    class: "button small",
  });
  return make(
    "div",
    {},
    make("div", { class: "link-row" }, field, copy, ...("share" in navigator ? [send] : [])),
    make("p", { class: "note" }, words.shareUntil(dayText(until, language))),
  );
}

/** Copy the link; where the page may not (plain http), select it to be copied by hand. */
async function copyText(field: HTMLInputElement, said: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(field.value);
    say(said);
  } catch {
    field.focus();
    field.select();
    if (document.execCommand("copy")) say(said);
  }
}
