// Quantities as people write them: 168, 1,68 m, 5'6", 66 in, 137 lb, 124斤, １６８厘米.

import type { Units } from "../room/state";

export type Kind = "length" | "mass" | "years";

export interface Range {
  /** cm, kg or years. */
  readonly low: number;
  readonly high: number;
}

/** What was understood: `unit` is what the number was taken to be in, null where it said so. */
export interface Understood {
  readonly value: number;
  readonly unit: string | null;
  readonly usual: boolean;
}

const INCH = 2.54;
const CHI = 100 / 3; // 市尺, what waists are told in at Chinese tailors
const UNITS: Record<Kind, Readonly<Record<string, number>>> = {
  length: {
    cm: 1, 厘米: 1, 公分: 1, centimetres: 1, centimeters: 1, mm: 0.1, 毫米: 0.1,
    m: 100, 米: 100, metres: 100, meters: 100, in: INCH, inch: INCH, inches: INCH, 英寸: INCH, 吋: INCH,
    '"': INCH, ft: 12 * INCH, foot: 12 * INCH, feet: 12 * INCH, 英尺: 12 * INCH, 呎: 12 * INCH,
    "'": 12 * INCH, 尺: CHI, 寸: CHI / 10,
  },
  mass: {
    kg: 1, kilo: 1, kilos: 1, 公斤: 1, 千克: 1, lb: 0.45359237, lbs: 0.45359237, pounds: 0.45359237,
    磅: 0.45359237, st: 6.35029318, stone: 6.35029318, 斤: 0.5,
  },
  years: { years: 1, year: 1, yrs: 1, y: 1, 岁: 1, 歲: 1, 周岁: 1 },
}; // prettier-ignore
/** What a number without a unit is when it follows another: 5'6, 1米68, 2尺1, 9 st 4. */
const AFTER: Readonly<Record<string, number>> = {
  "'": INCH, ft: INCH, foot: INCH, feet: INCH, 英尺: INCH, 呎: INCH,
  m: 1, 米: 1, 尺: CHI / 10, st: 0.45359237, stone: 0.45359237,
}; // prettier-ignore
const PIECE = /^(\d+(?:\.\d+)?)?\s*(?:(\d+)\/([1-9]\d*))?\s*([^\d\s.,/]+)?\s*/;
const ALONE = /^(\d+(?:\.\d*)?)(?:\s+(\d+)\/([1-9]\d*))?$/;
const LONGEST = 40;

/** Read a quantity into cm, kg or years; null where it can't be read. */
export function readQuantity(
  text: string,
  kind: Kind,
  units: Units,
  range: Range,
): Understood | null {
  if (text.length > LONGEST) return null;
  const plain = text
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/[′’‘`]/g, "'")
    .replace(/[″”“]|''/g, '"')
    .replace(/(\d),(\d)/g, "$1.$2")
    .replace(/([a-z])\.(?=\s|$)/g, "$1");
  const alone = ALONE.exec(plain);
  if (alone) {
    const [, whole, over, under] = alone;
    return bare(Number(whole) + (over ? Number(over) / Number(under) : 0), plain, kind, units, range);
  }
  const value = summed(plain, kind);
  return value === null ? null : { value, unit: null, usual: false };
}

/** A number alone: in the form's unit, or in the only other one in which it can be. */
function bare(
  number: number,
  text: string,
  kind: Kind,
  units: Units,
  { low, high }: Range,
): Understood {
  if (kind === "years") return { value: number, unit: null, usual: true };
  const metric = kind === "length" ? "cm" : "kg";
  const imperial = kind === "length" ? "in" : "lb";
  const usual = units === "cm" ? metric : imperial;
  const others = [metric, imperial, ...(kind === "length" && text.includes(".") ? ["m"] : [])];
  for (const unit of [usual, ...others]) {
    const value = number * UNITS[kind][unit]!;
    if (value >= low && value <= high) return { value, unit, usual: unit === usual };
  }
  return { value: number * UNITS[kind][usual]!, unit: usual, usual: true };
}

function summed(text: string, kind: Kind): number | null {
  let rest = text;
  let total = 0;
  let before = "";
  for (let pieces = 0; rest; pieces += 1) {
    const found = PIECE.exec(rest);
    if (!found?.[0] || pieces === 3) return null;
    const [whole, number, over, under, unit] = found;
    if (number === undefined && over === undefined) return null;
    const factor = unit === undefined ? AFTER[before] : UNITS[kind][unit];
    if (factor === undefined) return null;
    total += (Number(number ?? 0) + (over ? Number(over) / Number(under) : 0)) * factor;
    before = unit ?? "";
    rest = rest.slice(whole.length);
  }
  return total;
}

const shortest = (value: number, digits: number) => String(Number(value.toFixed(digits)));

/** Write a quantity as the form does: 168, 66.1, 5'6" for a height in inches. */
export function quantityText(value: number, kind: Kind, units: Units, tall = false): string {
  if (kind === "years") return shortest(value, 0);
  if (units === "cm") return shortest(value, 1);
  if (kind === "mass") return shortest(value / 0.45359237, 1);
  const inches = value / INCH;
  if (!tall) return shortest(inches, 1);
  const rounded = Math.round(inches * 2) / 2;
  return `${Math.floor(rounded / 12)}'${shortest(rounded % 12, 1)}"`;
}

/** The unit that the form shows beside a field. */
export function unitText(kind: Kind, units: Units, tall = false): string {
  if (kind === "years") return "";
  if (kind === "mass") return units === "cm" ? "kg" : "lb";
  return units === "cm" ? "cm" : tall ? "ft in" : "in";
}
