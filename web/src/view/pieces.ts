// What a dressed person consists of: the body and pieces of cloth, each ready to be seen in its own
// look or in the colours of a heat map.

import {
  Color,
  Mesh,
  MeshStandardMaterial,
  SkinnedMesh,
  type BufferGeometry,
  type Material,
  type Object3D,
} from "three";
import { paint, type ColourScale } from "./heat";

const SHARPNESS = 8; // samples along a slanted texture
const BODY_GREY = 0x9b9a98; // under a heat map, so that only cloth has colour

/** A mesh as it comes from a file. */
export type PlainMesh = Mesh<BufferGeometry, MeshStandardMaterial>;

export interface Piece {
  readonly mesh: Mesh<BufferGeometry, Material>;
  readonly cloth: boolean;
  readonly natural: MeshStandardMaterial;
  readonly heat: MeshStandardMaterial;
}

/** Ready every mesh under `root`: shadows, sharp textures, cloth before skin. */
export function pieces(root: Object3D): Piece[] {
  const found: Piece[] = [];
  root.traverse((object) => {
    if (object instanceof Mesh) found.push(piece(object as PlainMesh));
  });
  return found;
}

/** Ready one mesh. */
export function piece(mesh: PlainMesh): Piece {
  const cloth = mesh.geometry.hasAttribute("_ease");
  mesh.castShadow = true;
  mesh.receiveShadow = true;
  mesh.frustumCulled = false;
  if (mesh instanceof SkinnedMesh) mesh.normalizeSkinWeights();
  const natural = mesh.material;
  for (const map of [natural.map, natural.normalMap]) if (map) map.anisotropy = SHARPNESS;
  const heat = new MeshStandardMaterial({ roughness: 0.95, side: natural.side });
  if (cloth) heat.vertexColors = true;
  else {
    heat.color = new Color(BODY_GREY);
    // cloth that lies on skin must win
    for (const material of [natural, heat]) {
      material.polygonOffset = true;
      material.polygonOffsetFactor = 1;
      material.polygonOffsetUnits = 2;
    }
  }
  return { mesh, cloth, natural, heat };
}

/** Show a piece in a scale's colours, or in its own where null. */
export function recolour({ mesh, cloth, natural, heat }: Piece, scale: ColourScale | null): void {
  if (scale && cloth) paint(mesh.geometry, scale);
  mesh.material = scale ? heat : natural;
}
