// A body from its coefficients: blended at rest, posed, put on the floor. As body/posing.py does it.

import type { Basis } from "./basis";

/** What blending writes into, made once: a new body a key stroke leaves no garbage. */
export class Blender {
  /** Posed vertices [m], in the basis' numbering. */
  readonly vertices: Float32Array;
  readonly #row: Float64Array;
  readonly #half: Float32Array;
  readonly #rest: Float32Array;
  readonly #heads: Float32Array;
  readonly #turns: Record<string, Float32Array>;
  readonly #shifts: Float32Array;

  constructor(readonly basis: Basis) {
    this.vertices = new Float32Array(basis.vertexCount * 3);
    this.#row = new Float64Array(basis.rowCount);
    this.#rest = new Float32Array(basis.vertexCount * 3);
    this.#half = new Float32Array(basis.half.length * 3);
    this.#heads = new Float32Array(basis.bones.length * 3);
    this.#shifts = new Float32Array(basis.bones.length * 3);
    this.#turns = Object.fromEntries(
      Object.keys(basis.poses).map((pose) => [pose, totalTurns(basis, pose)]),
    );
  }

  /** Blend a body in its drape pose, arms further out where it's `wide`; returns its vertices. */
  blend(row: ArrayLike<number>, wide: boolean): Float32Array {
    if (row.length !== this.basis.rowCount) {
      throw new Error(`a body has ${this.basis.rowCount} coefficients, not ${row.length}`);
    }
    this.#bound(row);
    sum(this.#half, this.basis.rows, this.#row, this.basis.scale);
    sum(this.#heads, this.basis.heads, this.#row, null);
    this.#unfold();
    this.#ground();
    this.#pose(this.#turns[wide ? "a-wide" : "a"]!);
    return this.vertices;
  }

  /** Bring coefficients that were followed along a slope back to where bodies are. */
  #bound(row: ArrayLike<number>): void {
    const bounded = this.#row;
    bounded.set(row);
    for (let i = this.basis.localFrom; i < bounded.length; i += 2) {
      const change = bounded[i]! - bounded[i + 1]!;
      bounded[i] = Math.min(Math.max(change, 0), 1);
      bounded[i + 1] = Math.min(Math.max(-change, 0), 1);
    }
  }

  #unfold(): void {
    const { half, mirror } = this.basis;
    const rest = this.#rest;
    const left = this.#half;
    for (let i = 0; i < half.length; i += 1) {
      const twin = mirror[half[i]!]! * 3;
      rest[twin] = -left[i * 3]!;
      rest[twin + 1] = left[i * 3 + 1]!;
      rest[twin + 2] = left[i * 3 + 2]!;
    }
    // the middle line is its own twin, and stays as stored
    for (let i = 0; i < half.length; i += 1) {
      const own = half[i]! * 3;
      for (let axis = 0; axis < 3; axis += 1) rest[own + axis] = left[i * 3 + axis]!;
    }
  }

  /** Put the point between the feet at the origin. */
  #ground(): void {
    const heads = this.#heads;
    const [left, right] = this.basis.feet;
    const x = 0.5 * (heads[left * 3]! + heads[right * 3]!);
    const z = 0.5 * (heads[left * 3 + 2]! + heads[right * 3 + 2]!);
    const y = lowest(this.#rest);
    for (const points of [this.#rest, heads]) {
      for (let i = 0; i < points.length; i += 3) {
        points[i]! -= x;
        points[i + 1]! -= y;
        points[i + 2]! -= z;
      }
    }
  }

  #pose(turns: Float32Array): void {
    this.#shift(turns);
    const { skinBones, skinWeights, influences, vertexCount } = this.basis;
    const [rest, shifts, vertices] = [this.#rest, this.#shifts, this.vertices];
    for (let vertex = 0; vertex < vertexCount; vertex += 1) {
      const at = vertex * 3;
      const [x, y, z] = [rest[at]!, rest[at + 1]!, rest[at + 2]!];
      let [px, py, pz] = [0, 0, 0];
      for (let i = vertex * influences; i < (vertex + 1) * influences; i += 1) {
        const weight = skinWeights[i]!;
        if (weight === 0) continue;
        const bone = skinBones[i]!;
        const t = bone * 9;
        const s = bone * 3;
        px += weight * (turns[t]! * x + turns[t + 1]! * y + turns[t + 2]! * z + shifts[s]!);
        py += weight * (turns[t + 3]! * x + turns[t + 4]! * y + turns[t + 5]! * z + shifts[s + 1]!);
        pz += weight * (turns[t + 6]! * x + turns[t + 7]! * y + turns[t + 8]! * z + shifts[s + 2]!);
      }
      vertices[at] = px;
      vertices[at + 1] = py;
      vertices[at + 2] = pz;
    }
    const floor = lowest(vertices);
    for (let i = 1; i < vertices.length; i += 3) vertices[i]! -= floor;
  }

  /** Find each bone's translation, so that joints stay joined. */
  #shift(turns: Float32Array): void {
    const { parents } = this.basis;
    const [heads, shifts] = [this.#heads, this.#shifts];
    for (let bone = 0; bone < parents.length; bone += 1) {
      const parent = parents[bone]!;
      for (let axis = 0; axis < 3; axis += 1) {
        const before =
          parent < 0
            ? heads[bone * 3 + axis]!
            : turned(turns, parent, axis, heads, bone) + shifts[parent * 3 + axis]!;
        shifts[bone * 3 + axis] = before - turned(turns, bone, axis, heads, bone);
      }
    }
  }
}

function sum(
  into: Float32Array,
  rows: Int16Array | Float32Array,
  row: ArrayLike<number>,
  scale: Float32Array | null,
): void {
  into.fill(0);
  const length = into.length;
  for (let number = 0; number < row.length; number += 1) {
    const share = row[number]! * (scale ? scale[number]! : 1);
    if (share === 0) continue;
    const start = number * length;
    for (let i = 0; i < length; i += 1) into[i]! += share * rows[start + i]!;
  }
}

function lowest(points: Float32Array): number {
  let least = Infinity;
  for (let i = 1; i < points.length; i += 3) if (points[i]! < least) least = points[i]!;
  return least;
}

/** One coordinate of a bone's head, turned as another bone is. */
function turned(
  turns: Float32Array,
  bone: number,
  axis: number,
  heads: Float32Array,
  head: number,
): number {
  const t = bone * 9 + axis * 3;
  const h = head * 3;
  return turns[t]! * heads[h]! + turns[t + 1]! * heads[h + 1]! + turns[t + 2]! * heads[h + 2]!;
}

function totalTurns(basis: Basis, pose: string): Float32Array {
  const total = new Float32Array(basis.bones.length * 9);
  const rotations = basis.poses[pose]!;
  basis.parents.forEach((parent, bone) => {
    const own = rotation(rotations[basis.bones[bone]!] ?? [0, 0, 0]);
    for (let i = 0; i < 3; i += 1) {
      for (let j = 0; j < 3; j += 1) {
        let value = own[i * 3 + j]!;
        if (parent >= 0) {
          value = 0;
          for (let k = 0; k < 3; k += 1) {
            value += total[parent * 9 + i * 3 + k]! * own[k * 3 + j]!;
          }
        }
        total[bone * 9 + i * 3 + j] = value;
      }
    }
  });
  return total;
}

/** The matrix of a rotation vector, by Rodrigues. */
function rotation([x, y, z]: readonly [number, number, number]): number[] {
  const angle = Math.hypot(x, y, z);
  if (angle === 0) return [1, 0, 0, 0, 1, 0, 0, 0, 1];
  const [a, b, c] = [x / angle, y / angle, z / angle];
  const [s, k] = [Math.sin(angle), 1 - Math.cos(angle)];
  return [
    1 - k * (b * b + c * c), k * a * b - s * c, k * a * c + s * b,
    k * a * b + s * c, 1 - k * (a * a + c * c), k * b * c - s * a,
    k * a * c - s * b, k * b * c + s * a, 1 - k * (a * a + b * b),
  ]; // prettier-ignore
}
