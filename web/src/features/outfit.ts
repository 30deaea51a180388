// What is worn, from the skin outwards: change the order, take off.

import type { Wear } from "../api/client";
import { iconButton } from "../room/controls";
import { make } from "../room/element";
import { live } from "../room/live";
import { moveWorn, takeOff } from "../room/outfit";
import type { Store } from "../room/store";
import { wardrobe } from "../words";

/** Show the outfit in `host`; nothing as long as nothing is worn. */
export function mountOutfit(host: HTMLElement, store: Store): void {
  live(
    host,
    store,
    ({ language, wearing, shelf }) => [language, wearing, shelf],
    ({ language, wearing, shelf }) => {
      if (wearing.length === 0 || !shelf) return [];
      const words = wardrobe[language];
      return [
        make(
          "section",
          { class: "outfit", "aria-labelledby": "outfit-title" },
          make(
            "div",
            { class: "outfit-head" },
            make("h3", { id: "outfit-title" }, words.outfit),
            make("p", {}, wearing.length > 1 ? words.outfitHelp : ""),
            make("a", { href: "#stage", class: "text-link to-stage-link" }, words.show),
          ),
          make("ol", {}, ...wearing.map((worn, index) => piece(worn, index, store))),
        ),
      ];
    },
  );
}

function piece(worn: Wear, index: number, store: Store): HTMLElement {
  const { language, shelf, wearing } = store.room;
  const words = wardrobe[language];
  const card = shelf?.garments.find(({ ref }) => ref === worn.garment);
  const title = card?.title[language] ?? worn.garment;
  const move = (by: -1 | 1) => () => store.change((room) => moveWorn(room, index, by));
  const orders = [
    iconButton("up", words.named(words.inner, title), move(-1), {
      focus: `in-${worn.garment}`,
      disabled: index === 0,
    }),
    iconButton("down", words.named(words.outer, title), move(1), {
      focus: `out-${worn.garment}`,
      disabled: index === wearing.length - 1,
    }),
  ];
  const swatch = make("span", { class: "dot" });
  swatch.style.backgroundColor = store.room.colours[worn.garment] ?? card?.colour ?? "";
  const off = iconButton("close", words.named(words.remove, title), () =>
    store.change((room) => takeOff(room, index)),
  );
  return make(
    "li",
    {},
    swatch,
    make("span", { class: "outfit-name" }, title),
    make("span", { class: "outfit-size" }, words.size(worn.size ?? "")),
    ...(wearing.length > 1 ? orders : []),
    off,
  );
}
