// The stage's parts on the page, and how much of the picture they cover.

import { make } from "../room/element";
import { pictureOf, save } from "../view/picture";
import type { Insets } from "../view/camera";
import type { Stage } from "../view/stage";
import type { PinnedNotes } from "./stage_pins";

const WIDE = 960; // px: from here on an open panel stands beside the person
const CAPTION = 58; // px
const HEADINGS = 104; // px: two captions under the buttons for the sides
const VIEWS = 64; // px: the buttons for the sides where they lie at the foot
const TOOLS = 70; // px
const ROUND = 28; // px round the floating dock

export interface FrameParts {
  readonly canvas: HTMLCanvasElement;
  readonly over: readonly HTMLElement[];
  readonly tools: HTMLElement;
  readonly dock: readonly HTMLElement[];
  readonly panel: HTMLElement;
}

export class StageFrame {
  readonly legend = make("div", { class: "stage-legend" });
  readonly section: HTMLElement;
  readonly view: HTMLElement;
  readonly #captions = make("div", { class: "stage-captions" });
  readonly #dock: HTMLElement;
  readonly #panel: HTMLElement;
  readonly #observer: ResizeObserver;

  constructor(
    { canvas, over, tools, dock, panel }: FrameParts,
    readonly stage: Stage,
  ) {
    this.#panel = panel;
    this.view = make("div", { class: "stage-view" }, canvas, this.#captions, ...over);
    this.#dock = make("div", { class: "stage-dock" }, ...dock);
    this.section = make("section", { class: "stage" }, this.view, this.legend, tools, this.#dock, panel);
    this.#observer = new ResizeObserver(() => this.inset());
    for (const part of [this.#dock, this.view, panel]) this.#observer.observe(part);
  }

  dispose(): void {
    this.#observer.disconnect();
    this.section.remove();
  }

  /** Write what stands there, one caption for each side. */
  caption(captions: readonly string[]): void {
    const said = captions.filter(Boolean).map((caption) => make("p", {}, caption));
    this.#captions.replaceChildren(...said);
    this.section.toggleAttribute("data-two", this.stage.two);
  }

  /** Whether an open panel lies over the picture. */
  get covered(): boolean {
    return this.#floats && this.view.clientWidth < WIDE && !this.#panel.hidden;
  }

  /** Tell the camera what of the picture is covered. */
  inset(): void {
    this.stage.insets = this.#insets;
  }

  /** Lay the notes out between the parts that lie over the picture. */
  place(notes: PinnedNotes): void {
    const { top, bottom } = this.#insets;
    const high = this.#floats && !this.stage.two && this.legend.offsetTop < HEADINGS;
    const right = this.#floats ? TOOLS : 0;
    notes.place({ top: top + (high ? this.legend.offsetHeight : 0), bottom, right });
  }

  async fullscreen(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await this.section.requestFullscreen();
  }

  /** Save the picture as it is, with its background and captions. */
  async savePicture(name: string): Promise<void> {
    const style = getComputedStyle(this.view);
    const colour = (part: string) => style.getPropertyValue(`--stage-${part}`).trim();
    const backing = { high: colour("high"), low: colour("low"), ink: colour("ink") };
    const captions = [...this.#captions.children].map(({ textContent }) => textContent ?? "");
    save(await pictureOf(this.stage.picture(), backing, captions), `${name || "fittingroom"}.png`);
  }

  /** Whether the controls float over the picture, as there is room for them. */
  get #floats(): boolean {
    return getComputedStyle(this.#dock).position === "absolute";
  }

  get #insets(): Insets {
    if (!this.#floats) return { top: CAPTION, bottom: VIEWS };
    const panel = this.covered ? this.#panel.offsetHeight : 0;
    return { top: this.stage.two ? HEADINGS : CAPTION, bottom: this.#dock.offsetHeight + panel + ROUND };
  }
}
