// The body that a change of the tape leads to, before the service has made it.

import type { BodyMade } from "../api/client";

/** What a measurement is on a body: as told, or as guessed; null where the body says nothing of it. */
export function valueOn(body: BodyMade, key: string): number | null {
  return body.told[key] ?? body.guessed[key]?.value ?? null;
}

/**
 * Return a body's coefficients with measurements moved to new values (cm or kg, by person.json's
 * keys), to first order; null where nothing moved that the body can follow.
 */
export function follow(
  body: BodyMade,
  told: Readonly<Record<string, number>>,
): number[] | null {
  let row: number[] | null = null;
  for (const [key, value] of Object.entries(told)) {
    const slope = body.slope[key];
    const before = valueOn(body, key);
    if (!slope || before === null || value === before) continue;
    row ??= [...body.row];
    for (let i = 0; i < row.length; i += 1) row[i]! += slope[i]! * (value - before);
  }
  return row;
}
