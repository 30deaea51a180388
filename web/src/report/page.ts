// The page around the view, built from data. Text only ever enters as text.

import type { Language, Report, Scale, Zone } from "./data";
import { gradient } from "../view/heat";
import { dictionary, verdicts, zoneName } from "./words";

type Child = Node | string;

export function make<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Record<string, string> = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

export function adviceCard(report: Report, language: Language): HTMLElement {
  const words = dictionary[language];
  const { recommended, probability, because } = report.advice;
  const shown = report.garment.size;
  const card = make("section", { class: "card advice", "aria-labelledby": "advice-title" });
  card.append(
    make("h2", { id: "advice-title" }, words.yourSize),
    make("p", { class: "size" }, recommended),
  );
  if (shown !== recommended) {
    card.append(make("p", { class: "other" }, words.otherSize(shown, recommended)));
  }
  card.append(make("ul", { class: "because" }, ...because[language].map((s) => make("li", {}, s))));
  const rest = Math.max(0, 1 - probability.reduce((sum, [, share]) => sum + share, 0));
  const rows = [...probability.map(([size, share]) => bar(size, share, size === recommended))];
  if (rest > 0.005) rows.push(bar(words.none, rest, false));
  card.append(make("h3", {}, words.chance), make("div", { class: "bars" }, ...rows));
  return card;
}

function bar(name: string, share: number, best: boolean): HTMLElement {
  // nothing is certain that is not: 99.6 % must not read 100
  const rounded = share < 1 ? Math.min(Math.round(share * 100), 99) : 100;
  const percent = `${rounded} %`;
  const fill = make("span", { class: "fill" });
  fill.style.width = `${(share * 100).toFixed(1)}%`;
  return make(
    "div",
    { class: best ? "bar best" : "bar" },
    make("span", { class: "name" }, name),
    make("span", { class: "track", "aria-hidden": "true" }, fill),
    make("span", { class: "percent" }, percent),
  );
}

export function fitTable(report: Report, language: Language): HTMLElement {
  const words = dictionary[language];
  const heads: [string, string][] = [
    [words.zone, ""],
    [words.body, words.cm],
    [words.garment, words.cm],
    [words.ease, words.cm],
    [words.strain, "%"],
    [words.pressure, "kPa"],
    [words.verdict, ""],
  ];
  const cells = heads.map(([name, unit]) =>
    make("th", { scope: "col" }, name, ...(unit ? [make("small", {}, unit)] : [])),
  );
  const body = report.fit.zones.map((zone) => zoneRow(zone, language, words, report.person.sex));
  return make(
    "section",
    { class: "card fit", "aria-labelledby": "fit-title" },
    make("h2", { id: "fit-title" }, words.fitTitle),
    make(
      "table",
      {},
      make("thead", {}, make("tr", {}, ...cells)),
      make("tbody", {}, ...body),
    ),
    make("p", { class: "note" }, words.fitNote),
  );
}

function zoneRow(
  zone: Zone,
  language: Language,
  words: (typeof dictionary)[Language],
  sex: Report["person"]["sex"],
): HTMLElement {
  const verdict = verdicts[zone.verdict];
  const mark = make("span", { class: "mark", "aria-hidden": "true" }, verdict.mark);
  const number = (label: string, value: string) => make("td", { "data-label": label }, value);
  const girth = zone.strain_pct !== 0 || zone.pressure_kpa !== 0;
  return make(
    "tr",
    { class: zone.verdict },
    make("th", { scope: "row" }, zoneName(zone.zone, language, sex)),
    number(words.body, zone.body_cm.toFixed(1)),
    number(words.garment, zone.garment_cm.toFixed(1)),
    number(words.ease, signed(zone.ease_cm)),
    number(words.strain, girth ? signed(zone.strain_pct) : "–"),
    number(words.pressure, girth ? zone.pressure_kpa.toFixed(2) : "–"),
    make("td", { "data-label": words.verdict }, chip(mark, verdict[language])),
  );
}

function chip(mark: HTMLElement, word: string): HTMLElement {
  return make("span", { class: "chip" }, mark, word);
}

function signed(value: number): string {
  const text = Math.abs(value).toFixed(1);
  if (Number(text) === 0) return "0.0";
  return (value > 0 ? "+" : "−") + text;
}

export function gallery(report: Report, language: Language): HTMLElement {
  const words = dictionary[language];
  const names: Record<string, string> = {
    front: words.front,
    side: words.side,
    back: words.back,
    heat_ease: words.heat_ease,
    heat_strain: words.heat_strain,
    heat_strain_warp: words.heat_strain_warp,
    heat_strain_weft: words.heat_strain_weft,
    heat_shear: words.heat_shear,
    heat_pressure: words.heat_pressure,
    heat_bending: words.heat_bending,
  };
  const figures = report.pictures.map(({ name, url }) => {
    const title = names[name] ?? name;
    return make(
      "figure",
      {},
      make("img", { src: url, alt: `${report.garment.title[language]}: ${title}` }),
      make("figcaption", {}, title),
    );
  });
  return make(
    "section",
    { class: "gallery", "aria-labelledby": "pictures-title" },
    make("h2", { id: "pictures-title" }, words.pictures),
    make("div", { class: "pictures" }, ...figures),
  );
}

export function legend(scale: Scale, language: Language): HTMLElement {
  const ramp = make("div", { class: "ramp" });
  ramp.style.background = gradient(scale);
  const ticks = [0, 0.25, 0.5, 0.75, 1].map((share) => {
    const value = scale.high * share;
    return make("span", {}, Number.isInteger(value) ? String(value) : value.toFixed(1));
  });
  return make(
    "div",
    { class: "scale" },
    make("p", {}, `${scale.title[language]} [${scale.unit}]`),
    ramp,
    make("div", { class: "ticks" }, ...ticks),
  );
}
