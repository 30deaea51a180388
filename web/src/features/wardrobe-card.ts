// One garment on its card.

import type { GarmentCard } from "../api/client";
import { readAdvice } from "../room/advice";
import { button, iconButton } from "../room/controls";
import { make } from "../room/element";
import { percentText } from "../room/format";
import { icon } from "../room/icons";
import { asWorn, MOST_WORN, wearOnly, wearOver } from "../room/outfit";
import type { Room } from "../room/state";
import type { Store } from "../room/store";
import { wardrobe } from "../words";
import { say } from "./toast";

const DOTS = 5;

/** Make a garment's card: picture, name, size, and what to do with it. */
export function garmentCard(card: GarmentCard, store: Store): HTMLElement {
  const { room } = store;
  const worn = room.wearing.some(({ garment }) => garment === card.ref);
  return make(
    "article",
    { class: worn ? "garment worn" : "garment" },
    picture(card, room, worn),
    make(
      "div",
      { class: "garment-words" },
      make("p", { class: "garment-brand" }, card.brand),
      make("h3", {}, card.title[room.language]),
      make("p", { class: "garment-fabric" }, fabricTitle(card, room)),
      make("div", { class: "garment-line" }, badge(card, room), dots(card, room)),
    ),
    actions(card, store),
  );
}

function picture(card: GarmentCard, { language }: Room, worn: boolean): HTMLElement {
  const frame = make("div", { class: "garment-picture" });
  const image = make("img", {
    src: card.thumbnail,
    alt: "",
    loading: "lazy",
    decoding: "async",
    width: 360,
    height: 480,
  });
  // without its picture a garment still shows its kind and colour
  image.addEventListener("error", () => {
    const shape = icon(card.kind === "top" ? "stage" : "wardrobe");
    shape.style.color = card.colour;
    frame.classList.add("pictureless");
    image.replaceWith(shape);
  });
  frame.append(image);
  if (worn) frame.append(make("span", { class: "tag" }, wardrobe[language].wearing));
  return frame;
}

function fabricTitle(card: GarmentCard, { shelf, language }: Room): string {
  return shelf?.fabrics.find(({ name }) => name === card.fabric)?.title[language] ?? card.fabric;
}

/** Say the advised size and how likely it suits, or which sizes there are. */
function badge(card: GarmentCard, { sizes, language }: Room): HTMLElement {
  const words = wardrobe[language];
  const advice = sizes?.advice[card.ref];
  if (!advice) {
    const range = card.sizes.length > 1 ? `${card.sizes[0]}–${card.sizes.at(-1)}` : card.sizes[0];
    return make("p", { class: "badge" }, words.sizes(range ?? ""));
  }
  const { how, best, chance } = readAdvice(advice);
  if (how === "none") return make("p", { class: "badge none" }, words.noSize);
  return make(
    "p",
    { class: `badge known ${how}` },
    make("strong", {}, words.yourSize(best)),
    " ",
    make("span", {}, words.chance(percentText(chance, language))),
  );
}

function dots(card: GarmentCard, { language }: Room): HTMLElement {
  const shown = [...new Set([card.colour, ...card.colours])];
  const row = make("span", {
    class: "dots",
    role: "img",
    "aria-label": wardrobe[language].colours(shown.length),
  });
  for (const colour of shown.slice(0, DOTS)) {
    const dot = make("span", { class: "dot" });
    dot.style.backgroundColor = colour;
    row.append(dot);
  }
  if (shown.length > DOTS) row.append(`+${shown.length - DOTS}`);
  return row;
}

function actions(card: GarmentCard, store: Store): HTMLElement {
  const { room } = store;
  const words = wardrobe[room.language];
  const title = card.title[room.language];
  const size = asWorn(room, card).size ?? "";
  const tryOn = button(words.tryOn, () => store.change((now) => wearOnly(now, card)), {
    class: "button cover",
    focus: `try-${card.ref}`,
    label: words.tryOnNamed(title, size),
  });
  const add = iconButton("add", words.addNamed(title), () => addTo(card, store), {
    focus: `add-${card.ref}`,
  });
  const more = room.wearing.length > 0 && !room.wearing.some((each) => each.garment === card.ref);
  return make("div", { class: "garment-actions" }, tryOn, ...(more ? [add] : []));
}

function addTo(card: GarmentCard, store: Store): void {
  const { room } = store;
  const words = wardrobe[room.language];
  if (room.wearing.length >= MOST_WORN) return say(words.full, "bad");
  store.change((now) => wearOver(now, card));
  say(words.added(card.title[room.language]));
}
