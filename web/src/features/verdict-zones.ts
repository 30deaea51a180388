// How a worn size sits, zone by zone, measured on the draped cloth.

import type { Wear, Worn, Zone } from "../api/client";
import { zoneName } from "../report/words";
import { make } from "../room/element";
import { lengthText } from "../room/format";
import type { Room } from "../room/state";
import { shell, verdict } from "../words";

const MARKS: Record<Zone["verdict"], string> = {
  too_tight: "▼▼",
  tight: "▼",
  regular: "●",
  loose: "▲",
  too_loose: "▲▲",
};
const LENGTHS = new Set(["length", "sleeve_length", "inside_leg"]);

/** Make the table of a worn garment's zones, or say that the cloth is still awaited. */
export function zonesBlock(made: Worn | null, worn: Wear, room: Room): HTMLElement {
  const words = verdict[room.language];
  const title = make("h4", {}, words.zones(made?.size ?? worn.size ?? ""));
  if (!made) return make("div", { class: "zones" }, title, make("p", {}, words.zonesWait));
  const unit = shell[room.language][room.units];
  return make(
    "div",
    { class: "zones" },
    title,
    make("table", {}, head(words, unit), make("tbody", {}, ...made.zones.map((zone) => row(zone, room)))),
    make("p", { class: "note" }, words.zonesNote),
    ...(made.settled ? [] : [make("p", { class: "note" }, words.unsettled)]),
  );
}

function head(words: (typeof verdict)["en"], unit: string): HTMLElement {
  const column = (text: string, measured: boolean) =>
    make("th", { scope: "col" }, text, ...(measured ? [make("small", {}, unit)] : []));
  return make(
    "thead",
    {},
    make(
      "tr",
      {},
      column(words.zone, false),
      column(words.body, true),
      column(words.garment, true),
      column(words.ease, true),
      column(words.fit, false),
    ),
  );
}

function row(zone: Zone, { language, units, person }: Room): HTMLElement {
  const words = verdict[language];
  const sex = person?.["sex"] === "male" ? "male" : "female";
  const said = (LENGTHS.has(zone.zone) ? words.lengths : words.verdicts)[zone.verdict];
  const text = (cm: number, signed = false) => lengthText(cm, units, language, signed);
  return make(
    "tr",
    { class: zone.verdict },
    make("th", { scope: "row" }, zoneName(zone.zone, language, sex)),
    make("td", { "data-label": words.body }, text(zone.body_cm)),
    make("td", { "data-label": words.garment }, text(zone.garment_cm)),
    make("td", { "data-label": words.ease }, text(zone.ease_cm, true)),
    make(
      "td",
      {},
      make(
        "span",
        { class: "verdict-chip" },
        make("span", { class: "mark", "aria-hidden": "true" }, MARKS[zone.verdict]),
        said,
      ),
    ),
  );
}
