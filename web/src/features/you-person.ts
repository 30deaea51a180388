// Between what is typed and person.json: nothing that a file told is lost on its way back.

import type { Person } from "../api/client";
import type { Units } from "../room/state";
import { type Field, FIELDS, fieldOf } from "./you-fields";
import { quantityText, readQuantity, type Understood } from "./you-quantity";

export type Sex = "female" | "male";
export type Ease = "close" | "regular" | "loose";

/** The form as it was filled in. */
export interface Sheet {
  sex: Sex | null;
  ease: Ease;
  /** Texts by person.json's key. */
  typed: Record<string, string>;
  /** What a file or the service told that the form doesn't ask: spreads, rare terms, likings. */
  more: Person;
  /** What a text stands for where it was written from an exact value: 5'6" for 168 cm. */
  exact: Record<string, { readonly text: string; readonly value: number }>;
}

export const EXAMPLE: Person = {
  sex: "female",
  age_years: 34,
  height_cm: 168,
  weight_kg: 62,
  bust_girth_cm: 92,
  waist_girth_cm: 74,
  hip_girth_cm: 98,
  inside_leg_length_cm: 77,
  preferences: { ease: "regular" },
};

const FACTORS: Record<string, number> = {
  cm: 1, mm: 0.1, m: 100, in: 2.54, ft: 30.48, kg: 1, lb: 0.45359237, years: 1,
}; // prettier-ignore

export const blank = (): Sheet => ({ sex: null, ease: "regular", typed: {}, more: {}, exact: {} });

/** Read one field; null where it's empty or can't be read. */
export function readField(field: Field, sheet: Sheet, units: Units): Understood | null {
  const text = sheet.typed[field.key] ?? "";
  const exact = sheet.exact[field.key];
  if (exact && exact.text === text) return { value: exact.value, unit: null, usual: true };
  return text.trim() ? readQuantity(text, field.kind, units, field.range) : null;
}

export const possible = ({ range }: Field, { value }: Understood) =>
  value >= range.low && value <= range.high;

/** Return every value that can be: cm, kg, years, by person.json's key. */
export function readValues(sheet: Sheet, units: Units): Record<string, number> {
  const values: Record<string, number> = {};
  for (const field of FIELDS) {
    const read = readField(field, sheet, units);
    if (read && possible(field, read)) values[field.key] = Number(read.value.toFixed(2));
  }
  return values;
}

/** Return the person that a sheet describes, or null while sex or height is missing. */
export function personOf(sheet: Sheet, units: Units): Person | null {
  const values = readValues(sheet, units);
  if (!sheet.sex || values["height_cm"] === undefined) return null;
  const { preferences, ...rest } = sheet.more;
  const details = Object.entries(rest).filter(([key, detail]) => {
    const field = fieldOf(key);
    return !field || (values[field.key] !== undefined && valueOf(detail) === values[field.key]);
  });
  return {
    sex: sheet.sex,
    ...values,
    ...Object.fromEntries(details),
    preferences: { ...(preferences as object | undefined), ease: sheet.ease },
  };
}

/** Return the sheet that shows a person. */
export function sheetOf(person: Person, units: Units): Sheet {
  const sheet = blank();
  if (person["sex"] === "female" || person["sex"] === "male") sheet.sex = person["sex"];
  for (const [key, told] of Object.entries(person)) {
    if (key === "sex") continue;
    const field = fieldOf(key);
    const value = typeof told === "string" ? null : valueOf(told);
    if (key === "preferences") {
      sheet.more[key] = told;
      const ease = (told as { ease?: unknown } | null)?.ease;
      if (ease === "close" || ease === "loose") sheet.ease = ease;
    } else if (field && typeof told === "string") sheet.typed[field.key] = told;
    else if (field && value !== null) {
      const plain = value * (FACTORS[key.slice(key.lastIndexOf("_") + 1)] ?? 1);
      write(field, sheet, plain, units);
      if (typeof told === "object" && key === field.key) sheet.more[key] = told;
    } else sheet.more[key] = told;
  }
  return sheet;
}

/** Write every text again in other units; what can't be read stays as it is. */
export function inUnits(sheet: Sheet, before: Units, after: Units): void {
  for (const field of FIELDS) {
    const read = readField(field, sheet, before);
    if (read) write(field, sheet, read.value, after);
  }
}

function write(field: Field, sheet: Sheet, value: number, units: Units): void {
  const text = quantityText(value, field.kind, units, field.term === "height");
  sheet.typed[field.key] = text;
  sheet.exact[field.key] = { text, value };
}

function valueOf(told: unknown): number | null {
  const value = typeof told === "object" && told !== null ? (told as { value?: unknown }).value : told;
  return typeof value === "number" && Number.isFinite(value) ? value : null;
}
