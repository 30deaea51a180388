// What the form asks for, in the order in which it asks.

import type { Kind, Range } from "./you-quantity";

export type Term =
  | "height" | "weight" | "age" | "bust_girth" | "waist_girth" | "hip_girth" | "inside_leg_length"
  | "underbust_girth" | "navel_waist_girth" | "neck_girth" | "shoulder_breadth" | "arm_length"
  | "upper_arm_girth" | "wrist_girth" | "thigh_girth" | "calf_girth" | "foot_length"; // prettier-ignore
export type Group = "first" | "upper" | "lower";

/** One question: `key` is person.json's, `range` what a grown person has (person/terms.py). */
export interface Field {
  readonly term: Term;
  readonly key: string;
  readonly kind: Kind;
  readonly group: Group;
  readonly range: Range;
}

const field = (term: Term, group: Group, low: number, high: number, kind: Kind = "length"): Field => ({
  term,
  key: kind === "mass" ? `${term}_kg` : kind === "years" ? "age_years" : `${term}_cm`,
  kind,
  group,
  range: { low, high },
});

export const FIELDS: readonly Field[] = [
  field("height", "first", 120, 230),
  field("weight", "first", 30, 250, "mass"),
  field("age", "first", 17, 110, "years"),
  field("bust_girth", "first", 60, 180),
  field("waist_girth", "first", 45, 185),
  field("hip_girth", "first", 60, 190),
  field("inside_leg_length", "first", 48, 120),
  field("underbust_girth", "upper", 50, 165),
  field("neck_girth", "upper", 24, 62),
  field("shoulder_breadth", "upper", 25, 56),
  field("arm_length", "upper", 37, 82),
  field("upper_arm_girth", "upper", 16, 62),
  field("wrist_girth", "upper", 11, 26),
  field("navel_waist_girth", "lower", 45, 190),
  field("thigh_girth", "lower", 33, 110),
  field("calf_girth", "lower", 22, 65),
  field("foot_length", "lower", 17, 36),
];

const UNIT = /_(cm|mm|m|in|ft|kg|lb|years)$/;

/** Return the field that a key or an error's field means: "bust_girth", "chest_girth_in", …. */
export function fieldOf(name: string): Field | null {
  const term = name.split(".")[0]!.replace(UNIT, "").replace("chest_girth", "bust_girth");
  return FIELDS.find((each) => each.term === term) ?? null;
}
