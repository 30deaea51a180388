// Every word of the page: one dictionary for each part, the same keys in both languages by type.

import type { Language } from "../room/state";

/** The same words in every language. */
export type Dictionary<Words> = Readonly<Record<Language, Words>>;

export { privacy } from "./privacy";
export { shell } from "./shell";
export { verdict } from "./verdict";
export { wardrobe } from "./wardrobe";
