// Where things of the world are seen in the picture.

import { Vector3, type Box3, type PerspectiveCamera } from "three";

/** A point of the world in the picture [CSS px]; `facing` 1 where its side of the body is seen. */
export interface Seen {
  readonly x: number;
  readonly y: number;
  readonly facing: number;
}

/** One half of the stage, or the whole: its size [CSS px] and its number from the left. */
export interface Half {
  readonly wide: number;
  readonly high: number;
  readonly side: number;
}

const AXIS = 0.03; // m: nearer to the body's middle a point has no side
const USUAL_REACH = 0.4; // m

/** Return where a point is seen. */
export function see(point: readonly [number, number, number], lens: PerspectiveCamera, half: Half): Seen {
  const at = new Vector3(...point);
  const out = new Vector3(at.x, 0, at.z);
  const toward = lens.position.clone().sub(at).setY(0).normalize();
  const facing = out.length() < AXIS ? 1 : out.normalize().dot(toward);
  at.project(lens);
  return { x: ((at.x + 1) / 2 + half.side) * half.wide, y: ((1 - at.y) / 2) * half.high, facing };
}

/** Return where the figure stands [CSS px]: its middle, and how far it reaches from there. */
export function figure(
  box: Box3 | undefined,
  height: number,
  lens: PerspectiveCamera,
  { wide, side }: Half,
): { middle: number; half: number } {
  const reach = box ? Math.max(box.max.x, -box.min.x) : USUAL_REACH;
  const right = new Vector3(reach, 0, 0).applyQuaternion(lens.quaternion);
  const middle = new Vector3(0, height, 0).project(lens);
  const end = new Vector3(0, height, 0).add(right).project(lens);
  return { middle: ((middle.x + 1) / 2 + side) * wide, half: (Math.abs(end.x - middle.x) / 2) * wide };
}
