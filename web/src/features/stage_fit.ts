// The fit map: which quantity colours the cloth, and how it sits, zone by zone, as a list.

import type { HeatScale } from "../api/client";
import { make } from "../room/element";
import type { Room } from "../room/state";
import type { Store } from "../room/store";
import { gradient } from "../view/heat";
import { stageWords, type StageWords } from "../words/stage";
import { Choices } from "./stage_parts";
import { lastWorn, lookOn, titleOf, zoneText } from "./stage_talk";

const CM_PER_INCH = 2.54;
const TICKS = 5;

/** The scale that is shown: one for all garments and both sizes, as wide as the widest. */
export function scaleOf(room: Room): HeatScale | null {
  const sides = (["main", "beside"] as const).flatMap((side) => lookOn(room, side)?.worn ?? []);
  const scales = sides.flatMap(({ scales }) => scales.filter(({ quantity }) => quantity === room.heat));
  return scales.reduce<HeatScale | null>(
    (widest, scale) => (widest && widest.high >= scale.high ? widest : scale),
    null,
  );
}

export class FitPanel {
  readonly element = make("div", { class: "stage-fit" });
  readonly #quantities = new Choices((value) => {
    this.store.change({ heat: value === "none" ? null : value });
  }, "stage-segments");
  readonly #zones = make("div", { class: "stage-zones" });

  constructor(readonly store: Store) {
    this.element.append(this.#quantities.element, this.#zones);
  }

  update(room: Room): void {
    const words = stageWords[room.language];
    const look = lookOn(room, "main");
    const offered = [...new Set(look?.worn.flatMap(({ scales }) => scales.map(({ quantity }) => quantity)))];
    const choices = [null, ...offered].map((quantity) => ({
      value: quantity ?? "none",
      text: quantity ? ((words[quantity as keyof StageWords] as string | undefined) ?? quantity) : words.cloth,
    }));
    this.#quantities.show(words.show, choices, room.heat ?? "none");
    this.#zones.replaceChildren(...(look?.worn ?? []).map((worn) => zoneList(room, worn)));
  }
}

function zoneList(room: Room, worn: NonNullable<ReturnType<typeof lastWorn>>): HTMLElement {
  const words = stageWords[room.language];
  const rows = worn.zones.map((zone) => {
    const { name, ease, verdict, mark } = zoneText(zone, room);
    return make(
      "li",
      { class: `is-${zone.verdict}` },
      make("span", {}, name),
      make("span", { class: "stage-number" }, ease),
      make("span", { class: "stage-verdict" }, make("span", { "aria-hidden": "true" }, mark), ` ${verdict}`),
    );
  });
  const title = `${titleOf(room, worn.garment)} · ${words.sizeShort(worn.size)} · ${words.notesEase}`;
  return make("section", {}, make("h3", {}, title), make("ul", {}, ...rows));
}

/** Draw a scale's colours with numbers in its unit. */
export function legend(room: Room, scale: HeatScale): HTMLElement {
  const words = stageWords[room.language];
  const inches = room.units === "in" && scale.unit === "cm";
  const ramp = make("div", { class: "stage-ramp", "aria-hidden": "true" });
  ramp.style.background = gradient(scale);
  const ticks = Array.from({ length: TICKS }, (_, index) => {
    const value = scale.low + ((scale.high - scale.low) * index) / (TICKS - 1);
    const shown = inches ? value / CM_PER_INCH : value;
    return make("span", {}, rounded(shown));
  });
  const unit = inches ? words.inch : scale.unit === "cm" ? words.cm : scale.unit;
  return make(
    "div",
    { class: "stage-scale" },
    make("p", {}, `${scale.title[room.language]} [${unit}]`),
    ramp,
    make("div", { class: "stage-ticks" }, ...ticks),
  );
}

function rounded(value: number): string {
  const digits = Number.isInteger(value) ? 0 : Math.abs(value) < 1 ? 2 : 1;
  return String(Number(value.toFixed(digits))).replace("-", "−");
}
