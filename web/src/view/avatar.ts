// The shopper's own body as a mesh: any coefficients, at once.

import { BufferAttribute, BufferGeometry, Mesh, MeshPhysicalMaterial, SRGBColorSpace, Texture } from "three";
import { api } from "../api/client";
import { type Basis, readBasis, type Sex } from "./basis";
import { Blender } from "./blend";

const ROUGHNESS = 0.58; // as the service's own pictures show skin
const GLOSS = 0.6;

let loading: Promise<Basis> | null = null;

/** Fetch the basis once for the whole page; after a failure it's tried again. */
export function loadBasis(): Promise<Basis> {
  loading ??= api.bytes("/api/body/basis").then(readBasis);
  loading.catch(() => (loading = null));
  return loading;
}

export class Avatar {
  readonly mesh: Mesh<BufferGeometry, MeshPhysicalMaterial>;
  readonly #blender: Blender;
  readonly #positions: Float32Array;
  readonly #normals: Float32Array;
  readonly #corners: Uint16Array;
  readonly #skins: Record<Sex, Texture>;
  readonly #facing: Float32Array;

  private constructor(basis: Basis, skins: Record<Sex, Texture>) {
    const count = basis.origin.length;
    this.#blender = new Blender(basis);
    this.#positions = new Float32Array(count * 3);
    this.#normals = new Float32Array(count * 3);
    this.#facing = new Float32Array(basis.vertexCount * 3);
    this.#corners = basis.triangles.map((vertex) => basis.origin[vertex]!);
    this.#skins = skins;
    const material = new MeshPhysicalMaterial({ map: skins.female, roughness: ROUGHNESS });
    material.specularIntensity = GLOSS;
    // cloth that lies on skin must win
    material.polygonOffset = true;
    material.polygonOffsetFactor = 1;
    material.polygonOffsetUnits = 2;
    this.mesh = new Mesh(this.#geometry(basis), material);
    this.mesh.name = "avatar";
    this.mesh.castShadow = this.mesh.receiveShadow = true;
    this.mesh.frustumCulled = false;
  }

  /** Load what bodies are made of; the basis is fetched once, textures are this avatar's own. */
  static async load(): Promise<Avatar> {
    const basis = await loadBasis();
    const [female, male] = await Promise.all([picture(basis.skins.female), picture(basis.skins.male)]);
    return new Avatar(basis, { female, male });
  }

  /** Show the body of these coefficients, arms further out where it's `wide`. */
  show(row: ArrayLike<number>, wide: boolean, sex: Sex = this.#sexOf(row)): void {
    this.blend(row, wide);
    for (const name of ["position", "normal"]) {
      this.mesh.geometry.getAttribute(name).needsUpdate = true;
    }
    this.mesh.material.map = this.#skins[sex];
  }

  /** Blend without showing; returns the posed vertices [m], in the body model's numbering. */
  blend(row: ArrayLike<number>, wide: boolean): Float32Array {
    const vertices = this.#blender.blend(row, wide);
    face(this.#facing, vertices, this.#corners);
    const { origin } = this.#blender.basis;
    for (let i = 0; i < origin.length; i += 1) {
      const from = origin[i]! * 3;
      for (let axis = 0; axis < 3; axis += 1) {
        this.#positions[i * 3 + axis] = vertices[from + axis]!;
        this.#normals[i * 3 + axis] = this.#facing[from + axis]!;
      }
    }
    return vertices;
  }

  /** How tall the shown body is [m]. */
  get height(): number {
    let top = 0;
    for (let i = 1; i < this.#positions.length; i += 3) top = Math.max(top, this.#positions[i]!);
    return top;
  }

  dispose(): void {
    this.mesh.geometry.dispose();
    this.mesh.material.dispose();
    for (const skin of Object.values(this.#skins)) {
      (skin.image as ImageBitmap).close();
      skin.dispose();
    }
  }

  #sexOf(row: ArrayLike<number>): Sex {
    let share = 0;
    this.#blender.basis.sex.forEach((weight, number) => (share += weight * row[number]!));
    return share > 0.5 ? "female" : "male";
  }

  #geometry(basis: Basis): BufferGeometry {
    const geometry = new BufferGeometry();
    geometry.setIndex(new BufferAttribute(basis.triangles, 1));
    geometry.setAttribute("position", new BufferAttribute(this.#positions, 3));
    geometry.setAttribute("normal", new BufferAttribute(this.#normals, 3));
    geometry.setAttribute("uv", new BufferAttribute(basis.uv, 2, true));
    return geometry;
  }
}

async function picture(file: Uint8Array): Promise<Texture> {
  const blob = new Blob([file.slice()], { type: "image/jpeg" });
  const texture = new Texture(await createImageBitmap(blob));
  texture.colorSpace = SRGBColorSpace;
  texture.flipY = false;
  texture.anisotropy = 4;
  texture.needsUpdate = true;
  return texture;
}

/** Write unit normals of vertices, triangles weighing by their area. */
function face(into: Float32Array, points: Float32Array, corners: Uint16Array): void {
  into.fill(0);
  for (let t = 0; t < corners.length; t += 3) {
    const [a, b, c] = [corners[t]! * 3, corners[t + 1]! * 3, corners[t + 2]! * 3];
    const [ux, uy, uz] = [points[b]! - points[a]!, points[b + 1]! - points[a + 1]!, points[b + 2]! - points[a + 2]!];
    const [vx, vy, vz] = [points[c]! - points[a]!, points[c + 1]! - points[a + 1]!, points[c + 2]! - points[a + 2]!];
    const [nx, ny, nz] = [uy * vz - uz * vy, uz * vx - ux * vz, ux * vy - uy * vx];
    for (let k = t; k < t + 3; k += 1) {
      const at = corners[k]! * 3;
      into[at]! += nx;
      into[at + 1]! += ny;
      into[at + 2]! += nz;
    }
  }
  for (let i = 0; i < into.length; i += 3) {
    const length = Math.hypot(into[i]!, into[i + 1]!, into[i + 2]!) || 1;
    for (let axis = 0; axis < 3; axis += 1) into[i + axis]! /= length;
  }
}
