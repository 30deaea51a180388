// What a shopper takes away: files, and a link to show somebody.

import { api, Refused, watchLook, type LookMade } from "../api/client";
import { button } from "../room/controls";
import { make } from "../room/element";
import { percentText } from "../room/format";
import { icon } from "../room/icons";
import { lookKey } from "../room/state";
import type { Store } from "../room/store";
import { troubleText } from "../room/trouble";
import { verdict } from "../words";
import { shareBlock } from "./share";
import { say } from "./toast";

type Extra = "usdz" | "pictures" | "report";
type Kind = "glb" | Extra;
const KINDS: readonly Kind[] = ["glb", "usdz", "pictures", "report"];
const VIEWS = ["front.png", "side.png", "back.png"];
const ENDINGS: Record<Kind, string> = {
  glb: "look.glb",
  usdz: ".usdz",
  pictures: ".png",
  report: ".html",
};

/** Make the part where a look is saved and shared. */
export function keepSection(look: LookMade | null, store: Store): HTMLElement {
  const words = verdict[store.room.language];
  const title = make("h3", {}, words.keep);
  if (!look) {
    return make("section", { class: "keep" }, title, make("p", { class: "note" }, words.keepWait));
  }
  const rows = KINDS.map((kind) => fileRow(kind, look, store));
  return make("section", { class: "keep" }, title, make("ul", { class: "files" }, ...rows), shareBlock(look, store));
}

function fileRow(kind: Kind, look: LookMade, store: Store): HTMLElement {
  const words = verdict[store.room.language];
  const files = inOrder(look.files.filter((name) => name.endsWith(ENDINGS[kind])));
  const action = make("div", { class: "file-action" });
  if (files.length > 0) action.append(...files.map((name) => link(look.id, name, kind, store)));
  else if (kind !== "glb") action.append(makeButton(kind, look, store));
  return make(
    "li",
    {},
    make("div", {}, make("p", { class: "file-name" }, words[kind]), make("p", { class: "note" }, words[`${kind}Help`])),
    action,
  );
}

/** Front, side, back before whatever else there is. */
function inOrder(files: readonly string[]): string[] {
  const place = (name: string) => (VIEWS.indexOf(name) + VIEWS.length + 1) % (VIEWS.length + 1);
  return [...files].sort((one, other) => place(one) - place(other));
}

function link(id: string, name: string, kind: Kind, store: Store): HTMLElement {
  const words = verdict[store.room.language];
  const view = name.replace(/\.png$/, "");
  const text = kind === "pictures" ? (words.views[view] ?? view.replaceAll("_", " ")) : words.save;
  return make(
    "a",
    { class: "button small", href: api.fileUrl(id, name), download: name, "aria-label": `${words.save}: ${words[kind]}, ${name}` },
    icon("download"),
    make("span", {}, text),
  );
}

/** Make the button that has a file made; it says how far it is. */
function makeButton(kind: Extra, look: LookMade, store: Store): HTMLElement {
  const words = verdict[store.room.language];
  const made = button(words.make, () => void start(), {
    class: "button small",
    focus: `make-${kind}`,
    label: `${words.make}: ${words[kind]}`,
  });
  const start = async () => {
    made.disabled = true;
    const told = (done: number) => made.replaceChildren(words.making(percentText(done, store.room.language)));
    told(0);
    try {
      await makeExtra(kind, look, store, told);
      say(words.made(words[kind]));
    } catch (error) {
      say(troubleText(error, store.room.language), "bad");
      made.replaceChildren(words.make);
      made.disabled = false;
    }
  };
  return made;
}

/** Have one more file of a look made, and put the look with it into the room. */
async function makeExtra(
  kind: Extra,
  look: LookMade,
  store: Store,
  told: (done: number) => void,
): Promise<void> {
  // what was made before stays asked for: the look with this file has them all
  const extras = [...new Set([...(look.request.extras ?? []), kind])];
  const asked = await api.askLook({ ...look.request, extras, ahead: false });
  if (asked.state !== "done") await made(asked.id, told);
  const whole = await api.look(asked.id);
  if (!whole.files.some((name) => name.endsWith(ENDINGS[kind]))) throw new Error(kind);
  store.change(({ looks }) => ({ looks: { ...looks, [lookKey(whole.request)]: whole } }));
}

function made(id: string, told: (done: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const hear: Parameters<typeof watchLook>[1] = ({ state, progress, problem }) => {
      if (progress) told(progress.done);
      if (state === "done") resolve();
      else if (state === "failed" || state === "cancelled") reject(new Error(problem?.detail ?? state));
    };
    // a stream that breaks may be that of a look which is gone
    watchLook(id, hear, () => void api.look(id).catch((error) => error instanceof Refused && reject(error)));
  });
}
