// What the browser itself remembers: how the page is shown, and what is worn until the tab closes.

import type { Room } from "./state";
import type { Store } from "./store";

const SHOWN = "fittingroom.shown";
const WORN = "fittingroom.worn";
type Shown = Pick<Room, "language" | "theme" | "units">;
type Worn = Pick<Room, "wearing" | "colours">;

/** Return what was remembered, or what the browser's own settings suggest. */
export function remembered(): Partial<Room> {
  const language = navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
  const units = /-(US|LR|MM)$/i.test(navigator.language) ? "in" : "cm";
  return {
    language,
    units,
    ...shownOf(read(localStorage, SHOWN)),
    ...wornOf(read(sessionStorage, WORN)),
  };
}

/** Remember every change from now on. */
export function remember(store: Store): void {
  store.watch(({ language, theme, units, wearing, colours }, before) => {
    if (language !== before.language || theme !== before.theme || units !== before.units) {
      write(localStorage, SHOWN, { language, theme, units } satisfies Shown);
    }
    if (wearing !== before.wearing || colours !== before.colours) {
      write(sessionStorage, WORN, { wearing, colours } satisfies Worn);
    }
  });
}

/** Set the document's language and colours as the room says. */
export function showPreferences(store: Store): void {
  store.watch(({ language, theme }) => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    if (theme === "auto") delete document.documentElement.dataset["theme"];
    else document.documentElement.dataset["theme"] = theme;
  });
}

function shownOf(kept: unknown): Partial<Shown> {
  const { language, theme, units } = (kept ?? {}) as Partial<Record<keyof Shown, unknown>>;
  return {
    ...((language === "en" || language === "zh") && { language }),
    ...((theme === "auto" || theme === "light" || theme === "dark") && { theme }),
    ...((units === "cm" || units === "in") && { units }),
  };
}

function wornOf(kept: unknown): Partial<Worn> {
  const { wearing, colours } = (kept ?? {}) as Partial<Worn>;
  return Array.isArray(wearing) ? { wearing, colours: colours ?? {} } : {};
}

function read(storage: Storage, key: string): unknown {
  try {
    return JSON.parse(storage.getItem(key) ?? "null");
  } catch {
    return null; // a private window, or somebody else's text
  }
}

function write(storage: Storage, key: string, value: unknown): void {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // full or forbidden: the page works without
  }
}
