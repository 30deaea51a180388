// Notes pinned on the body: labels beside the figure, each with a line to its place, none overlapping.

import { make } from "../room/element";
import type { Seen } from "./sight";

const GAP = 6; // px between labels
const AWAY = 22; // px between the figure and its labels
const HIDDEN_FROM = -0.12; // facing: below it a place lies on the far side of the body
const SPACE = "http://www.w3.org/2000/svg";

export interface Note {
  readonly at: readonly [number, number, number];
  readonly verdict: string;
  readonly name: string;
  /** A sign for the verdict, a number for the ease, and the verdict's word. */
  readonly mark: string;
  readonly number: string;
  readonly word: string;
}

/** Where notes may lie [px], and where the figure stands in it. */
export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  readonly middle: number;
  readonly half: number;
}

interface Pinned {
  readonly note: Note;
  readonly label: HTMLElement;
  readonly line: SVGPolylineElement;
  readonly dot: SVGCircleElement;
  width: number;
  height: number;
}

interface Placed {
  readonly pin: Pinned;
  readonly seen: Seen;
  y: number;
}

export class Notes {
  readonly element = make("div", { class: "stage-notes", "aria-hidden": "true" });
  readonly #lines = document.createElementNS(SPACE, "svg");
  #pins: Pinned[] = [];
  #made = "";

  constructor() {
    this.#lines.setAttribute("class", "stage-leaders");
    this.element.append(this.#lines);
  }

  show(notes: readonly Note[]): void {
    const made = JSON.stringify(notes);
    if (made === this.#made) return;
    this.#made = made;
    this.#lines.replaceChildren();
    this.element.replaceChildren(this.#lines);
    this.#pins = notes.map((note) => this.#pin(note));
    this.#measure();
  }

  /** Leave the verdicts' words out where there is little room: their signs stay. */
  compact(on: boolean): void {
    if (this.element.hasAttribute("data-compact") === on) return;
    this.element.toggleAttribute("data-compact", on);
    this.#measure();
  }

  #measure(): void {
    for (const pin of this.#pins) {
      pin.width = pin.label.offsetWidth;
      pin.height = pin.label.offsetHeight;
    }
  }

  /** Lay the notes out for the picture as it is now. */
  place(see: (at: Note["at"]) => Seen, frame: Frame): void {
    const sides: [Placed[], Placed[]] = [[], []];
    const seen = this.#pins.map((pin) => ({ pin, seen: see(pin.note.at), y: 0 }));
    for (const placed of seen) {
      const { x, y, facing } = placed.seen;
      const there = facing > HIDDEN_FROM && y > frame.top && y < frame.bottom && x > frame.left && x < frame.right;
      for (const part of [placed.pin.label, placed.pin.line, placed.pin.dot]) {
        part.toggleAttribute("data-away", !there);
      }
      if (there) sides[sideOf(x - frame.middle, sides)].push(placed);
    }
    sides.forEach((placed, side) => layColumn(placed, side, frame));
  }

  #pin(note: Note): Pinned {
    const name = make("span", { class: "stage-note-name" }, note.name);
    const mark = make("span", { class: "stage-note-mark" }, `${note.mark} `);
    const word = make("span", { class: "stage-note-word" }, ` · ${note.word}`);
    const label = make("div", { class: `stage-note is-${note.verdict}` }, name, mark, note.number, word);
    const line = document.createElementNS(SPACE, "polyline");
    const dot = document.createElementNS(SPACE, "circle");
    dot.setAttribute("r", "3.5");
    dot.setAttribute("class", `is-${note.verdict}`);
    this.#lines.append(line, dot);
    this.element.append(label);
    return { note, label, line, dot, width: 0, height: 0 };
  }
}

/** Which column: a place near the middle goes where there is more room. */
function sideOf(across: number, [left, right]: readonly [Placed[], Placed[]]): 0 | 1 {
  if (Math.abs(across) > 24) return across < 0 ? 0 : 1;
  return left.length <= right.length ? 0 : 1;
}

function layColumn(placed: Placed[], side: number, frame: Frame): void {
  placed.sort((one, other) => one.seen.y - other.seen.y);
  let free = frame.top;
  for (const each of placed) {
    each.y = Math.max(each.seen.y - each.pin.height / 2, free);
    free = each.y + each.pin.height + GAP;
  }
  let floor = frame.bottom;
  for (const each of [...placed].reverse()) {
    each.y = Math.min(each.y, floor - each.pin.height);
    floor = each.y - GAP;
  }
  for (const each of placed) draw(each, side, frame);
}

function draw({ pin, seen, y }: Placed, side: number, frame: Frame): void {
  const beside = frame.middle + (side === 0 ? -1 : 1) * (frame.half + AWAY);
  const x =
    side === 0
      ? Math.max(beside - pin.width, frame.left)
      : Math.min(beside, frame.right - pin.width);
  pin.label.style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px)`;
  const edge = side === 0 ? x + pin.width : x;
  const from = y + pin.height / 2;
  pin.line.setAttribute("points", `${edge},${from} ${seen.x},${seen.y}`);
  pin.dot.setAttribute("cx", String(seen.x));
  pin.dot.setAttribute("cy", String(seen.y));
}
