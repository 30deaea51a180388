// The wardrobe: what there is to try on, found by words, kind, fabric and fit.

import type { Shelf } from "../api/client";
import { button, emptyState } from "../room/controls";
import { make } from "../room/element";
import { live, redraw } from "../room/live";
import { loadShelf } from "../room/loading";
import { EVERYTHING, garmentsShown, type Filter } from "../room/shelves";
import type { Room } from "../room/state";
import type { Store } from "../room/store";
import { troubleText } from "../room/trouble";
import { wardrobe } from "../words";
import { mountOutfit } from "./outfit";
import { garmentCard } from "./wardrobe-card";
import { filterBar, fitsChip } from "./wardrobe-filter";
import "./wardrobe.css";

const SKELETONS = 6;

/** Show the wardrobe in `host`. */
export function mountWardrobe(host: HTMLElement, store: Store): void {
  const invitation = make("div");
  const outfit = make("div");
  const bar = make("div", { class: "filters" });
  const count = make("p", { class: "count", role: "status" });
  const grid = make("div", { class: "garments" });
  const fits = make("div");
  const foot = make("div", { class: "filter-foot" }, count, fits);
  host.append(invitation, outfit, bar, foot, grid);
  let filter = EVERYTHING;
  let trouble: unknown = null;

  const change = (part: Partial<Filter>) => {
    filter = { ...filter, ...part };
    redraw(bar, barOf());
    redraw(fits, fitsOf());
    show();
  };
  const barOf = () => (store.room.shelf ? filterBar(store.room, filter, change) : []);
  const fitsOf = () => (store.room.shelf ? [fitsChip(store.room, filter, change)] : []);
  const show = () => {
    const { room } = store;
    if (room.shelf) showGarments(room.shelf);
    else redraw(grid, trouble ? [failure(room)] : skeletons(room));
  };
  const showGarments = (shelf: Shelf) => {
    const { room } = store;
    const cards = garmentsShown(shelf, room.sizes, filter, room.language);
    const words = wardrobe[room.language];
    count.textContent = words.count(cards.length, shelf.garments.length);
    const clear = () => change(EVERYTHING);
    redraw(grid, cards.length > 0 ? cards.map((card) => garmentCard(card, store)) : [
      shelf.garments.length === 0
        ? emptyState("wardrobe", words.bare, words.bareHelp)
        : emptyState("search", words.empty, words.emptyHelp, button(words.clear, clear)),
    ]);
  };
  const load = async () => {
    trouble = null;
    show();
    await loadShelf(store).catch((error: unknown) => {
      trouble = error;
      show();
    });
  };
  const failure = ({ language }: Room) =>
    emptyState(
      "warning",
      wardrobe[language].failed,
      troubleText(trouble, language),
      button(wardrobe[language].retry, () => void load(), { class: "button primary" }),
    );

  mountOutfit(outfit, store);
  live(invitation, store, ({ language, sizes, me }) => [language, sizes, me?.person], invite);
  live(bar, store, ({ language, shelf, sizes }) => [language, shelf, sizes], barOf);
  live(fits, store, ({ language, shelf, sizes }) => [language, shelf, sizes], fitsOf);
  live(count, store, ({ language, shelf, sizes, wearing }) => [language, shelf, sizes, wearing], () => {
    show();
    return [...count.childNodes];
  });
  if (!store.room.shelf) void load();
}

/** Invite to measurements as long as no size is known. */
function invite({ language, sizes, me }: Room): Node[] {
  if (sizes || me?.person) return [];
  const words = wardrobe[language];
  return [
    make(
      "div",
      { class: "invitation" },
      make("h3", {}, words.tellUs),
      make("p", {}, words.tellUsHelp),
      make("a", { class: "button", href: "#you" }, words.tellUsButton),
    ),
  ];
}

function skeletons({ language }: Room): Node[] {
  const cards = Array.from({ length: SKELETONS }, () => make("div", { class: "garment skeleton" }));
  return [make("p", { class: "unseen" }, wardrobe[language].loading), ...cards];
}
