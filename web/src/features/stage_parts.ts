// Small parts that the stage's controls are made of.

import { make } from "../room/element";

const PICTURES = {
  closer: "M11 4a7 7 0 1 0 0 14a7 7 0 0 0 0-14M16 16l5 5M8 11h6M11 8v6",
  further: "M11 4a7 7 0 1 0 0 14a7 7 0 0 0 0-14M16 16l5 5M8 11h6",
  reset: "M4 4v6h6M4.6 10a8 8 0 1 1-.6 4",
  turntable: "M3 12c0-2.2 4-4 9-4s9 1.8 9 4-4 4-9 4M15 13l-3 3 3 3",
  notes: "M4 5h11l5 5v9H4zM8 10h4M8 14h8",
  fullscreen: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5",
  picture: "M4 8h4l2-3h4l2 3h4v11H4zM12 10a3.2 3.2 0 1 0 0 6.4a3.2 3.2 0 0 0 0-6.4",
  remove: "M6 6l12 12M18 6L6 18",
  outward: "M12 19V5M6 11l6-6 6 6",
  play: "M8 5l11 7-11 7z",
  pause: "M8 5v14M16 5v14",
} as const;

export type PictureName = keyof typeof PICTURES;

/** Draw an icon; it says nothing by itself. */
export function icon(name: PictureName): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "stage-icon");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", PICTURES[name]);
  svg.append(path);
  return svg;
}

/** Make a button that shows an icon and says `label`. */
export function iconButton(name: PictureName, label: string, press: () => void): HTMLButtonElement {
  const button = make("button", { type: "button", class: "stage-round", "aria-label": label, title: label }, icon(name));
  button.addEventListener("click", press);
  return button;
}

export interface Choice {
  readonly value: string;
  readonly text: string;
  /** Read after the text, and seen as a mark. */
  readonly note?: string | undefined;
  readonly mark?: string | undefined;
  readonly swatch?: string | undefined;
}

/** One of several, as radio buttons that look like one control; what is focused stays so. */
export class Choices {
  readonly element = make("fieldset", { class: "stage-choices" });
  readonly #name = `stage-${Math.random().toString(36).slice(2)}`;
  #made = "";

  constructor(
    readonly chosen: (value: string) => void,
    kind = "",
  ) {
    if (kind) this.element.classList.add(kind);
  }

  show(legend: string, choices: readonly Choice[], selected: string | null): void {
    const made = JSON.stringify([legend, choices]);
    if (made !== this.#made) {
      const focused = this.element.contains(document.activeElement)
        ? (document.activeElement as HTMLInputElement).value
        : null;
      this.element.replaceChildren(
        make("legend", {}, legend),
        ...choices.map((choice) => this.#choice(choice)),
      );
      this.#made = made;
      this.#mark(selected);
      if (focused !== null) this.#input(focused)?.focus();
    } else this.#mark(selected);
  }

  #choice({ value, text, note, mark, swatch }: Choice): HTMLElement {
    const input = make("input", { type: "radio", name: this.#name, value });
    input.addEventListener("change", () => this.chosen(value));
    const face = make("span", { class: "stage-face" });
    if (swatch) {
      const dot = make("span", { class: "stage-swatch", "aria-hidden": "true" });
      dot.style.background = swatch;
      face.append(dot, make("span", { class: "stage-unseen" }, text));
    } else face.append(text);
    if (note) face.append(make("span", { class: mark ? "stage-unseen" : "stage-note-text" }, ` ${note}`));
    const label = make("label", { class: mark ? `stage-choice ${mark}` : "stage-choice" }, input, face);
    if (swatch) label.title = text;
    return label;
  }

  #mark(selected: string | null): void {
    for (const input of this.element.querySelectorAll("input")) input.checked = input.value === selected;
  }

  #input(value: string): HTMLInputElement | undefined {
    return [...this.element.querySelectorAll("input")].find((input) => input.value === value);
  }
}
