// Colours for numbers: the same scale as in the pictures.

import { Color, Float32BufferAttribute, type BufferGeometry } from "three";

/** A quantity's colours from `low` (0 where not told) to `high`, in units of `factor` SI. */
export interface ColourScale {
  readonly quantity: string;
  readonly factor: number;
  readonly low?: number;
  readonly high: number;
  readonly colours: readonly (readonly [number, number, number])[];
}

export function colourOf(value: number, scale: ColourScale): [number, number, number] {
  const { low = 0, high, colours } = scale;
  const last = colours.length - 1;
  const place = (value / scale.factor - low) / (high - low);
  const share = Math.min(Math.max(place, 0), 1) * last;
  const index = Math.min(Math.floor(share), last - 1);
  const under = colours[index]!;
  const over = colours[index + 1]!;
  const part = share - index;
  return [0, 1, 2].map((i) => under[i]! + (over[i]! - under[i]!) * part) as [number, number, number];
}

/** Whether the model carries the numbers of a quantity. */
export function carries(geometry: BufferGeometry, quantity: string): boolean {
  return geometry.hasAttribute(`_${quantity}`);
}

/** Write the colours of an attribute that the model carries (`_ease`, `_strain`); once a scale. */
export function paint(geometry: BufferGeometry, scale: ColourScale): void {
  if (!carries(geometry, scale.quantity)) return;
  const key = `${scale.quantity} ${scale.low ?? 0} ${scale.high}`;
  if (geometry.userData["painted"] === key) return;
  geometry.userData["painted"] = key;
  const numbers = geometry.getAttribute(`_${scale.quantity}`);
  const colours = new Float32Array(numbers.count * 3);
  const colour = new Color();
  for (let vertex = 0; vertex < numbers.count; vertex += 1) {
    colour.setRGB(...colourOf(numbers.getX(vertex), scale), "srgb");
    colour.toArray(colours, vertex * 3);
  }
  geometry.setAttribute("color", new Float32BufferAttribute(colours, 3));
}

export function gradient(scale: ColourScale): string {
  const stops = scale.colours.map((c) => `rgb(${c.map((x) => Math.round(x * 255)).join(" ")})`);
  return `linear-gradient(90deg, ${stops.join(", ")})`;
}
