// The header: brand, language, units, appearance, privacy.

import { iconButton, segmented } from "../room/controls";
import { make } from "../room/element";
import { icon } from "../room/icons";
import { live } from "../room/live";
import type { Store } from "../room/store";
import { shell } from "../words";

/** Show the header in `host`. */
export function mountHeader(host: HTMLElement, store: Store): void {
  live(
    host,
    store,
    ({ language, theme, units }) => [language, theme, units],
    ({ language }) => [
      make(
        "h1",
        { class: "brand" },
        make("a", { href: "/", "data-focus": "brand" }, shell[language].brand),
      ),
      ...settings(store),
      make(
        "a",
        { class: "privacy-link", href: "#privacy", "data-focus": "privacy" },
        icon("privacy"),
        make("span", {}, shell[language].privacy),
      ),
    ],
  );
}

/** Make the settings, and the button that unfolds them where the window is narrow. */
function settings(store: Store): HTMLElement[] {
  const { language } = store.room;
  const panel = make("div", { class: "settings", id: "settings" }, ...choices(store));
  const unfold = iconButton("settings", shell[language].settings, () => toggle(unfold, panel), {
    focus: "settings",
  });
  unfold.classList.add("settings-button");
  unfold.setAttribute("aria-expanded", String(unfolded));
  unfold.setAttribute("aria-controls", "settings");
  panel.classList.toggle("unfolded", unfolded);
  panel.addEventListener("keydown", ({ key }) => {
    if (key !== "Escape" || !unfolded) return;
    toggle(unfold, panel);
    unfold.focus();
  });
  return [unfold, panel];
}

let unfolded = false;

function toggle(unfold: HTMLElement, panel: HTMLElement): void {
  unfolded = panel.classList.toggle("unfolded");
  unfold.setAttribute("aria-expanded", String(unfolded));
}

function choices(store: Store): HTMLElement[] {
  const { language, units, theme } = store.room;
  const words = shell[language];
  return [
    segmented(
      words.language,
      "language",
      [
        { value: "en", label: "EN", lang: "en" },
        { value: "zh", label: "中文", lang: "zh-CN" },
      ],
      language,
      (value) => store.change({ language: value }),
    ),
    segmented(
      words.units,
      "units",
      [
        { value: "cm", label: words.cm },
        { value: "in", label: words.in },
      ],
      units,
      (value) => store.change({ units: value }),
    ),
    segmented(
      words.theme,
      "theme",
      [
        { value: "auto", label: words.auto, icon: "auto" },
        { value: "light", label: words.light, icon: "light" },
        { value: "dark", label: words.dark, icon: "dark" },
      ],
      theme,
      (value) => store.change({ theme: value }),
    ),
  ];
}
