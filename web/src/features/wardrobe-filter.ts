// The wardrobe's filters.

import { chip, select, type Choice } from "../room/controls";
import { make } from "../room/element";
import { icon } from "../room/icons";
import type { Filter, Order } from "../room/shelves";
import type { Room } from "../room/state";
import { wardrobe } from "../words";

type Change = (part: Partial<Filter>) => void;
const KINDS = ["top", "bottom", "dress"] as const;

/** Make the row of filters. */
export function filterBar(room: Room, filter: Filter, change: Change): HTMLElement[] {
  return [
    searchField(room, filter, change),
    make("div", { class: "chips", role: "group", "aria-label": wardrobe[room.language].kind },
      ...kindChips(room, filter, change)),
    make("div", { class: "selects" }, fabricSelect(room, filter, change), orderSelect(room, filter, change)),
  ];
}

function searchField({ language }: Room, { search }: Filter, change: Change): HTMLElement {
  const label = wardrobe[language].search;
  const input = make("input", {
    type: "search",
    value: search,
    placeholder: label,
    "aria-label": label,
    "data-focus": "search",
    autocomplete: "off",
    spellcheck: "false",
    maxlength: 80,
  });
  input.addEventListener("input", (event) => {
    // a word that is still being composed (Chinese input) is not searched for
    if ((event as InputEvent).isComposing) return;
    const at = input.selectionStart;
    change({ search: input.value });
    const same = document.querySelector<HTMLInputElement>("input[data-focus=search]");
    same?.setSelectionRange(at, at);
  });
  input.addEventListener("compositionend", () => change({ search: input.value }));
  return make("div", { class: "search" }, icon("search"), input);
}

function kindChips({ language, shelf }: Room, { kind }: Filter, change: Change): HTMLElement[] {
  const words = wardrobe[language];
  const sold = KINDS.filter((each) => shelf?.garments.some((card) => card.kind === each));
  const all = chip(words.all, kind === null, () => change({ kind: null }), { focus: "kind-all" });
  return [
    all,
    ...sold.map((each) =>
      chip(words[each], kind === each, () => change({ kind: each }), { focus: `kind-${each}` }),
    ),
  ];
}

/** Make the chip that hides what suits in no size. */
export function fitsChip({ language, sizes }: Room, { fits }: Filter, change: Change): HTMLElement {
  const words = wardrobe[language];
  const made = chip(words.fits, fits, () => change({ fits: !fits }), {
    focus: "fits",
    icon: "check",
    disabled: !sizes,
  });
  if (!sizes) made.title = words.fitsHelp;
  return made;
}

function fabricSelect({ language, shelf }: Room, { fabric }: Filter, change: Change): HTMLElement {
  const words = wardrobe[language];
  const used = new Set(shelf?.garments.flatMap(({ fabrics }) => fabrics));
  const choices: Choice<string>[] = [
    { value: "", label: words.anyFabric },
    ...(shelf?.fabrics ?? [])
      .filter(({ name }) => used.has(name))
      .map(({ name, title }) => ({ value: name, label: title[language] })),
  ];
  return select(words.fabric, "fabric", choices, fabric ?? "", (value) =>
    change({ fabric: value || null }),
  );
}

function orderSelect({ language, sizes }: Room, { order }: Filter, change: Change): HTMLElement {
  const words = wardrobe[language];
  const choices: Choice<Order>[] = [
    { value: "shown", label: words.asShown },
    ...(sizes ? [{ value: "fit" as const, label: words.byFit }] : []),
    { value: "name", label: words.byName },
    { value: "brand", label: words.byBrand },
  ];
  return select(words.sort, "order", choices, order, (value) => change({ order: value }));
}
