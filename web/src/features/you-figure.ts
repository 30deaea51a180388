// A small drawing of where a tape lies, from our own bodies (scripts/tape_pictures.py).

import female from "../assets/tape/female.json";
import male from "../assets/tape/male.json";
import type { Sex } from "./you-person";

interface Figure {
  fill: string;
  lines: string;
}

interface Tape {
  front: string;
  back: string;
  box: number[];
  side?: boolean;
}

interface Drawing {
  figure: Figure;
  foot: Figure;
  tapes: Record<string, Tape>;
}

const DRAWINGS: Record<Sex, Drawing> = { female, male };
const SPACE = "http://www.w3.org/2000/svg";

/** Draw where the tape of a term lies; null where there is nothing to draw (age). */
export function tapePicture(term: string, sex: Sex): SVGSVGElement | null {
  const drawing = DRAWINGS[sex];
  const tape = drawing.tapes[term];
  if (!tape) return null;
  const { fill, lines } = tape.side ? drawing.foot : drawing.figure;
  const picture = document.createElementNS(SPACE, "svg");
  picture.setAttribute("viewBox", tape.box.join(" "));
  picture.setAttribute("class", "tape-picture");
  picture.setAttribute("aria-hidden", "true");
  picture.append(path("skin", fill), path("crease", lines), path("tape", tape.front));
  return picture;
}

function path(kind: string, steps: string): SVGPathElement {
  const line = document.createElementNS(SPACE, "path");
  line.setAttribute("class", kind);
  line.setAttribute("d", steps);
  return line;
}
