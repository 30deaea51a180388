// What the service refused, in the form's own names and units.

import type { Problem } from "../api/client";
import type { Language, Units } from "../room/state";
import { you } from "../words/you";
import { fieldOf } from "./you-fields";
import { type Kind, quantityText, unitText } from "./you-quantity";

const AROUND = /around ([\d.]+) (cm|kg) with (\w+) ([\d.]+) (cm|kg)/;
const AT_MOST = /^at most ([\d.]+) cm/;
const BETWEEN = /^([\d.]+) to ([\d.]+) (cm|kg)/;
const KEY = / \(key \w+\)/g; // what only an author of files needs
const NAME = /\b[a-z]+(_[a-z]+)+\b/g;

/** Return the sentence that stands beside the field. */
export function refusalText(problem: Problem, units: Units, language: Language): string {
  const words = you[language];
  const allowed = problem.allowed ?? "";
  const shown = (value: string, unit: string) => {
    const kind: Kind = unit === "kg" ? "mass" : "length";
    return `${quantityText(Number(value), kind, units)} ${unitText(kind, units)}`;
  };
  const around = AROUND.exec(allowed);
  if (around) {
    const [, usual, unit, other, otherValue, otherUnit] = around as unknown as string[];
    return words.unusual(`${called(other!)} ${shown(otherValue!, otherUnit!)}`, shown(usual!, unit!));
  }
  const most = AT_MOST.exec(allowed);
  if (most) return words.atMost(shown(most[1]!, "cm"));
  const between = BETWEEN.exec(allowed);
  if (between) return words.outside(shown(between[1]!, between[3]!), shown(between[2]!, between[3]!));
  return words.refused(problem.detail.replace(KEY, "").replace(NAME, called));

  function called(name: string): string {
    const field = fieldOf(name);
    return field ? words.labels[field.term].toLowerCase() : name.replaceAll("_", " ");
  }
}
