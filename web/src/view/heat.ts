// Colours for numbers: the same scale as in the pictures.

import { Color, Float32BufferAttribute, type BufferGeometry } from "three";
import type { Scale } from "../report/data";

export function colourOf(value: number, scale: Scale): [number, number, number] {
  const last = scale.colours.length - 1;
  const share = Math.min(Math.max(value / scale.factor / scale.high, 0), 1) * last;
  const index = Math.min(Math.floor(share), last - 1);
  const low = scale.colours[index]!;
  const high = scale.colours[index + 1]!;
  const part = share - index;
  return [0, 1, 2].map((i) => low[i]! + (high[i]! - low[i]!) * part) as [number, number, number];
}

/** Write the colours of an attribute that the model carries (`_ease`, `_strain`). */
export function paint(geometry: BufferGeometry, scale: Scale): void {
  const numbers = geometry.getAttribute(`_${scale.quantity}`);
  const colours = new Float32Array(numbers.count * 3);
  const colour = new Color();
  for (let vertex = 0; vertex < numbers.count; vertex += 1) {
    colour.setRGB(...colourOf(numbers.getX(vertex), scale), "srgb");
    colour.toArray(colours, vertex * 3);
  }
  geometry.setAttribute("color", new Float32BufferAttribute(colours, 3));
}

export function gradient(scale: Scale): string {
  const stops = scale.colours.map((c) => `rgb(${c.map((x) => Math.round(x * 255)).join(" ")})`);
  return `linear-gradient(90deg, ${stops.join(", ")})`;
}
