// The size to buy, how sure, and why.

import type { SizeAdvice, Wear } from "../api/client";
import { readAdvice, type Reading } from "../room/advice";
import { button } from "../room/controls";
import { make } from "../room/element";
import { percentText, unbroken } from "../room/format";
import { wearSize } from "../room/outfit";
import type { Language } from "../room/state";
import type { Store } from "../room/store";
import { verdict } from "../words";

const WORTH_SHOWING = 0.005; // the engine doesn't mention less either

/** Make the advice for one worn garment. */
export function adviceBlock(
  advice: SizeAdvice,
  worn: Wear,
  index: number,
  store: Store,
): HTMLElement {
  const { language } = store.room;
  const words = verdict[language];
  const reading = readAdvice(advice);
  const reasons = (advice.because[language] ?? []).map((reason) => make("li", {}, unbroken(reason)));
  return make(
    "div",
    { class: "advice" },
    headline(reading, language),
    bars(advice, reading, language),
    sizeActions(reading, worn, index, store),
    make("div", {}, make("h4", {}, words.why), make("ul", { class: "because" }, ...reasons)),
  );
}

function headline(reading: Reading, language: Language): HTMLElement {
  const words = verdict[language];
  const { how, best, second } = reading;
  const sure =
    how === "between" && second ? words.sure.between(best, second) : words.sure[how as "very"];
  if (how === "none") {
    return make(
      "div",
      { class: "headline none" },
      make("p", { class: "no-size" }, words.none),
      make("p", { class: "sure" }, `${sure} ${words.closest} ${best}${language === "zh" ? "。" : "."}`),
    );
  }
  return make(
    "div",
    { class: "headline" },
    make("p", { class: "buy" }, words.buy),
    make("p", { class: "size" }, best),
    make("p", { class: `sure ${how}` }, sure),
  );
}

function bars(advice: SizeAdvice, reading: Reading, language: Language): HTMLElement {
  const words = verdict[language];
  const rows = Object.entries(advice.probability).map(([size, chance]) =>
    bar(size, chance, size === reading.best && reading.how !== "none", language),
  );
  if (reading.none >= WORTH_SHOWING) rows.push(bar(words.noneSuits, reading.none, false, language));
  return make(
    "div",
    { class: "chances" },
    make("h4", {}, words.chances),
    make("ul", { class: "bars" }, ...rows),
  );
}

function bar(name: string, chance: number, best: boolean, language: Language): HTMLElement {
  const fill = make("span", { class: "fill" });
  fill.style.width = `${Math.round(chance * 1000) / 10}%`;
  return make(
    "li",
    { class: best ? "bar best" : "bar" },
    make("span", { class: "bar-name" }, name),
    make("span", { class: "track", "aria-hidden": "true" }, fill),
    make("span", { class: "percent" }, percentText(chance, language)),
  );
}

function sizeActions(reading: Reading, worn: Wear, index: number, store: Store): HTMLElement {
  const { language, wearing } = store.room;
  const words = verdict[language];
  const { best, second } = reading;
  const row = make("div", { class: "size-actions" });
  if (worn.size !== best) {
    const wear = () => store.change((room) => wearSize(room, index, best));
    const named = { class: "button primary", focus: `wear-${worn.garment}` };
    row.append(make("p", { class: "worn-now" }, words.worn(worn.size ?? "")));
    row.append(button(words.wear(best), wear, named));
  }
  // two sizes are shown beside each other for the outermost garment only
  const other = worn.size === best ? second : best;
  if (other && index === wearing.length - 1) {
    const compare = () => store.change({ beside: other, place: "stage" });
    row.append(button(words.compare(other), compare, { focus: `compare-${worn.garment}` }));
  }
  return row;
}
