// The verdict: the size to buy, how sure, why, how it sits, and what to keep of it.

import type { LookMade, SizeAdvice, Wear } from "../api/client";
import { button, emptyState } from "../room/controls";
import { make } from "../room/element";
import { dayText } from "../room/format";
import { live } from "../room/live";
import { lookKey, wanted, type Room } from "../room/state";
import type { Store } from "../room/store";
import { shell, verdict } from "../words";
import { keepSection } from "./keep";
import { adviceBlock } from "./verdict-size";
import { zonesBlock } from "./verdict-zones";
import "./verdict.css";

/** Show the verdict in `host`. */
export function mountVerdict(host: HTMLElement, store: Store): void {
  store.watch(({ wearing }, before) => {
    if (wearing.at(-1)?.garment === before.wearing.at(-1)?.garment) return;
    host.parentElement?.scrollTo(0, 0); // another garment is read from its beginning
  });
  live(
    host,
    store,
    (room) => [room.language, room.units, room.wearing, room.sizes, room.shelf, room.beside, lookOf(room)],
    (room) => (room.wearing.length === 0 || !room.shelf ? [nothingWorn(room)] : verdicts(room, store)),
  );
}

/** Return the look that is worn now, if it is made. */
function lookOf(room: Room): LookMade | null {
  const { main } = wanted(room);
  const look = main && room.looks[lookKey(main)];
  return look?.state === "done" ? look : null;
}

function nothingWorn({ language }: Room): HTMLElement {
  const words = verdict[language];
  const open = make("a", { class: "button", href: "#wardrobe" }, words.emptyButton);
  return emptyState("verdict", words.empty, words.emptyHelp, open);
}

function verdicts(room: Room, store: Store): Node[] {
  const look = lookOf(room);
  const words = verdict[room.language];
  const blocks = room.wearing.map((worn, index) => garmentBlock(worn, index, look, store));
  const print = button(words.print, () => window.print(), { icon: "print", class: "button quiet" });
  return [
    printHead(room, look),
    ...blocks.reverse(), // what was put on last is what one asks about
    keepSection(look, store),
    make("div", { class: "print-row" }, print),
  ];
}

function garmentBlock(worn: Wear, index: number, look: LookMade | null, store: Store): HTMLElement {
  const { language, shelf, sizes } = store.room;
  const card = shelf?.garments.find(({ ref }) => ref === worn.garment);
  const made = look?.worn.find(({ garment }) => garment === worn.garment) ?? null;
  const advice: SizeAdvice | null = sizes?.advice[worn.garment] ?? made?.advice ?? null;
  const title = make(
    "header",
    { class: "verdict-head" },
    make("p", { class: "garment-brand" }, card?.brand ?? ""),
    make("h3", {}, card?.title[language] ?? worn.garment),
  );
  return make(
    "article",
    { class: "verdict-block" },
    title,
    advice ? adviceBlock(advice, worn, index, store) : unknownSize(language),
    zonesBlock(made, worn, store.room),
  );
}

function unknownSize(language: Room["language"]): HTMLElement {
  const words = verdict[language];
  return make(
    "div",
    { class: "invitation" },
    make("h4", {}, words.tellUs),
    make("p", {}, words.tellUsHelp),
    make("a", { class: "button", href: "#you" }, words.tellUsButton),
  );
}

/** What only paper shows: whose page this is, when, and a picture where one was made. */
function printHead({ language }: Room, look: LookMade | null): HTMLElement {
  const front = look?.files.find((name) => name === "front.png");
  const picture = front && look ? [make("img", { src: `/api/me/looks/${look.id}/files/${front}`, alt: "", loading: "lazy" })] : [];
  return make(
    "div",
    { class: "print-head" },
    make("p", { class: "brand" }, shell[language].brand),
    make("p", {}, verdict[language].printed(dayText(new Date(), language))),
    ...picture,
  );
}
