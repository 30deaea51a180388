// What went wrong, in the shopper's words.

import { Refused, Unreachable } from "../api/client";
import { shell } from "../words";
import type { Language } from "./state";

/** Return the sentence for an error. */
export function troubleText(error: unknown, language: Language): string {
  if (error instanceof Refused) return error.problem.detail;
  if (error instanceof Unreachable) return shell[language].unreachable;
  return shell[language].failed;
}
