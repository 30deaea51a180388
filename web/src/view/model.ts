// A dressed person from a GLB file: pieces by garment, heat, dye and movement.

import {
  AnimationMixer,
  Box3,
  type AnimationClip,
  type Material,
  type Object3D,
  type Texture,
} from "three";
import { GLTFLoader, type GLTF } from "three/addons/loaders/GLTFLoader.js";
import { Dye, dyeGarment } from "./dye";
import { carries, type ColourScale } from "./heat";
import { pieces, recolour, type Piece } from "./pieces";

interface MeshEntry {
  readonly name?: string;
}

export class Model {
  readonly root: Object3D;
  readonly clip: AnimationClip | null;
  readonly mixer: AnimationMixer;
  /** The bounds of what stands there [m]. */
  readonly box: Box3;
  readonly #body: Piece[];
  /** Pieces of cloth by garment, from the skin outwards as they were asked for. */
  readonly #garments: Piece[][];
  readonly #dyes: Dye[][];

  private constructor(gltf: GLTF) {
    this.root = gltf.scene;
    this.clip = gltf.animations[0] ?? null;
    this.mixer = new AnimationMixer(this.root);
    if (this.clip) this.mixer.clipAction(this.clip).play().paused = true;
    const byMesh = sorted(gltf, pieces(this.root));
    this.#body = byMesh.get("body") ?? [];
    byMesh.delete("body");
    this.#garments = [...byMesh.values()];
    this.#dyes = this.#garments.map((cloth) => cloth.map(({ natural }) => new Dye(natural)));
    this.box = boundsOf([...this.#body, ...this.#garments.flat()]);
  }

  static async parse(content: ArrayBuffer): Promise<Model> {
    return new Model(await new GLTFLoader().parseAsync(content, ""));
  }

  /** Colour every garment by a scale, the body grey; or all as they are where null. */
  heat(scale: ColourScale | null): void {
    const cloth = this.#garments.flat();
    const known = scale && cloth.some(({ mesh }) => carries(mesh.geometry, scale.quantity));
    for (const piece of [...this.#body, ...cloth]) recolour(piece, known ? scale : null);
  }

  /** Dye garments, in the order they were asked for; null keeps a garment's own colour. */
  dye(colours: readonly (string | null)[]): void {
    this.#dyes.forEach((dyes, index) => dyeGarment(dyes, colours[index] ?? null));
  }

  get textures(): Texture[] {
    return this.#naturals().flatMap((each) => [each.map, each.normalMap].filter((map) => map !== null));
  }

  dispose(): boolean {
    this.mixer.stopAllAction();
    for (const texture of this.textures) {
      (texture.image as { close?: () => void } | null)?.close?.();
      texture.dispose();
    }
    for (const { mesh, natural, heat } of [...this.#body, ...this.#garments.flat()]) {
      mesh.geometry.dispose();
      for (const material of [natural, heat] as Material[]) material.dispose();
    }
    this.root.removeFromParent();
    return false;
  }

  #naturals(): Piece["natural"][] {
    return [...this.#body, ...this.#garments.flat()].map(({ natural }) => natural);
  }
}

/** Sort pieces by the name of their mesh in the file, in the file's order. */
function sorted(gltf: GLTF, found: Piece[]): Map<string, Piece[]> {
  const entries = (gltf.parser.json as { meshes: MeshEntry[] }).meshes;
  const byMesh = new Map<string, Piece[]>(entries.map((entry, index) => [entry.name ?? `${index}`, []]));
  for (const piece of found) {
    const index = gltf.parser.associations.get(piece.mesh)?.meshes ?? 0;
    byMesh.get(entries[index]?.name ?? `${index}`)?.push(piece);
  }
  return byMesh;
}

function boundsOf(found: Piece[]): Box3 {
  const box = new Box3();
  for (const { mesh } of found) {
    // as stored: three would take every vertex through its bones, which leaves it where it is
    mesh.geometry.computeBoundingBox();
    box.union(mesh.geometry.boundingBox!);
  }
  return box;
}
