// A dressed person from a GLB file: pieces by garment, heat, dye and movement.

import {
  AnimationMixer,
  Box3,
  Mesh,
  SkinnedMesh,
  Vector3,
  type AnimationClip,
  type Material,
  type MeshStandardMaterial,
  type Object3D,
  type Texture,
} from "three";
import { GLTFLoader, type GLTF } from "three/addons/loaders/GLTFLoader.js";
import { Dye, dyeGarment } from "./dye";
import { carries, type ColourScale } from "./heat";
import { piece, recolour, type Piece, type PlainMesh } from "./pieces";

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
    const meshes = meshesOf(gltf, this.clip === null);
    this.mixer = new AnimationMixer(this.root);
    if (this.clip) this.mixer.clipAction(this.clip).play().paused = true;
    const byMesh = new Map([...meshes].map(([name, found]) => [name, found.map(piece)]));
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

/** Return the meshes by their name in the file, in the file's order; `still` ones lose their bones. */
function meshesOf({ scene, parser }: GLTF, still: boolean): Map<string, PlainMesh[]> {
  const entries = (parser.json as { meshes: MeshEntry[] }).meshes;
  const nameOf = (index: number) => entries[index]?.name ?? `${index}`;
  const byName = new Map<string, PlainMesh[]>(entries.map((_, index) => [nameOf(index), []]));
  const found: PlainMesh[] = [];
  scene.traverse((object) => {
    if (object instanceof Mesh) found.push(object as PlainMesh);
  });
  for (const mesh of found) {
    const index = parser.associations.get(mesh)?.meshes ?? 0;
    byName.get(nameOf(index))?.push(still ? stilled(mesh) : mesh);
  }
  return byName;
}

/** Put a plain mesh where a skinned one stands: as stored it has its pose, and draws a tenth quicker. */
function stilled(mesh: PlainMesh): PlainMesh {
  if (!(mesh instanceof SkinnedMesh)) return mesh;
  const plain: PlainMesh = new Mesh(mesh.geometry, mesh.material as MeshStandardMaterial);
  for (const name of ["skinIndex", "skinWeight"]) plain.geometry.deleteAttribute(name);
  mesh.parent?.add(plain);
  mesh.removeFromParent();
  return plain;
}

function boundsOf(found: Piece[]): Box3 {
  const box = new Box3();
  for (const { mesh } of found) {
    // as stored: three would take every vertex through its bones, which leaves it where it is
    const points = mesh.geometry.getAttribute("position");
    const point = new Vector3();
    for (let vertex = 0; vertex < points.count; vertex += 1) {
      box.expandByPoint(point.fromBufferAttribute(points, vertex));
    }
  }
  return box;
}
