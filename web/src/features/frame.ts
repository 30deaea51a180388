// The frame of the page: header, places, stage, verdict, and who is seen where.

import { make } from "../room/element";
import { live } from "../room/live";
import type { Place, Room } from "../room/state";
import type { Store } from "../room/store";
import { shell } from "../words";
import { mountHeader } from "./header";
import { mountNavigation } from "./navigation";
import { mountNotice } from "./notice";
import { mountPrivacy } from "./privacy";
import { mountToasts } from "./toast";
import { mountVerdict } from "./verdict";
import { mountWardrobe } from "./wardrobe";
import { mountYou } from "./you";

type Seen = Exclude<Place, "privacy">;
const SEEN: readonly Seen[] = ["you", "wardrobe", "stage", "verdict"];

/** Build the page in `root` and let every part show itself. */
export function mountFrame(root: HTMLElement, store: Store): void {
  const header = make("header", { class: "header" });
  const notice = make("div", { class: "notices" });
  const navigation = make("nav", { class: "places" });
  const places = Object.fromEntries(SEEN.map((each) => [each, place(each, store)]));
  const main = make("main", { class: "room", id: "main", tabindex: "-1" }, navigation, ...Object.values(places));
  const skip = make("a", { class: "skip", href: "#main" });
  root.replaceChildren(skip, header, notice, main);
  mountToasts(root);
  live(skip, store, ({ language }) => [language], ({ language }) => [
    document.createTextNode(shell[language].skip),
  ]);
  mountHeader(header, store);
  mountNotice(notice, store);
  mountNavigation(navigation, store);
  mountYou(body(places["you"]!), store);
  mountWardrobe(body(places["wardrobe"]!), store);
  // three.js is large: the page stands before it has come
  void import("./stage").then(({ mountStage }) => mountStage(body(places["stage"]!), store));
  mountVerdict(body(places["verdict"]!), store);
  mountPrivacy(root, store);
  showPlaces(main, store);
}

/** Make a place: its name for those who can't see, and the host of its part. */
function place(name: Seen, store: Store): HTMLElement {
  const title = make("h2", { class: "unseen", id: `${name}-title`, tabindex: "-1" });
  live(title, store, ({ language }) => [language], ({ language }) => [
    document.createTextNode(titleOf(name, language)),
  ]);
  return make(
    "section",
    { class: `place place-${name}`, "aria-labelledby": `${name}-title` },
    title,
    make("div", { class: "place-body" }),
  );
}

function titleOf(name: Seen, language: Room["language"]): string {
  const words = shell[language];
  if (name === "you") return words.youTitle;
  return name === "stage" ? words.stageTitle : words[name];
}

function body(section: HTMLElement): HTMLElement {
  return section.querySelector<HTMLElement>(".place-body")!;
}

/** Say on the frame which place is open: the style sheet shows the rest. */
function showPlaces(main: HTMLElement, store: Store): void {
  const scrolled: Partial<Record<Seen, number>> = {};
  let open: Seen = store.room.me?.person ? "wardrobe" : "you";
  showPlace(main, open); // what lies under the privacy sheet, where one begins with it
  store.watch(({ place: now }) => {
    if (now === "privacy" || now === open) return;
    scrolled[open] = window.scrollY;
    open = now;
    showPlace(main, now);
    window.scrollTo(0, scrolled[now] ?? 0);
    if (focusIsLost()) document.getElementById(`${now}-title`)?.focus({ preventScroll: true });
  });
}

function showPlace(main: HTMLElement, place: Seen): void {
  main.dataset["place"] = place;
  if (place === "you" || place === "wardrobe") main.dataset["left"] = place;
  if (place !== "stage") main.dataset["side"] = place;
}

/** Return whether what had the focus is no longer seen. */
function focusIsLost(): boolean {
  const active = document.activeElement;
  if (!active || active === document.body) return false;
  return !active.checkVisibility({ visibilityProperty: true });
}
