// What every body is blended from, as `GET /api/body/basis` sends it once (format: show/avatar.py).

type Numbers = Int16Array | Uint8Array | Uint16Array | Float32Array;
export type Sex = "female" | "male";

interface Header {
  bones: string[];
  parents: number[];
  local_from: number;
  feet: [number, number];
  poses: Record<string, Record<string, [number, number, number]>>;
  arrays: Record<string, { type: string; shape: number[]; at: number }>;
}

export interface Basis {
  readonly bones: readonly string[];
  readonly parents: readonly number[];
  readonly feet: readonly [number, number];
  /** Rotation vectors [rad] by bone, by pose. */
  readonly poses: Header["poses"];
  /** From here on coefficients are pairs, of which one is 0 and the other at most 1. */
  readonly localFrom: number;
  readonly rowCount: number;
  readonly vertexCount: number;
  /** Rows of the left half in units of their scale, row by row. */
  readonly rows: Int16Array;
  readonly scale: Float32Array;
  readonly half: Uint16Array;
  readonly mirror: Uint16Array;
  readonly heads: Float32Array;
  /** Weights of the coefficients that tell female (1) from male (0). */
  readonly sex: Float32Array;
  readonly influences: number;
  readonly skinBones: Uint8Array;
  readonly skinWeights: Float32Array;
  /** The picture's vertices: which vertex each shows, where it lies in the texture. */
  readonly origin: Uint16Array;
  readonly triangles: Uint16Array;
  readonly uv: Uint16Array;
  /** JPEG files. */
  readonly skins: Readonly<Record<Sex, Uint8Array>>;
}

const KINDS = {
  int16: Int16Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  float32: Float32Array,
} as const;
const UNIT = 65_535;

/** Read the file. */
export function readBasis(file: ArrayBuffer): Basis {
  const mark = new TextDecoder().decode(new Uint8Array(file, 0, 4));
  if (mark !== "FRA1") throw new Error(`not a basis of bodies: it begins with ${mark}`);
  const length = new DataView(file).getUint32(4, true);
  const header = JSON.parse(new TextDecoder().decode(new Uint8Array(file, 8, length))) as Header;
  const array = (name: string): Numbers => {
    const place = header.arrays[name]!;
    const count = place.shape.reduce((product, size) => product * size, 1);
    return new KINDS[place.type as keyof typeof KINDS](file, 8 + length + place.at, count);
  };
  const [vertexCount, influences] = header.arrays["skin_bones"]!.shape as [number, number];
  return {
    bones: header.bones,
    parents: header.parents,
    feet: header.feet,
    poses: header.poses,
    localFrom: header.local_from,
    rowCount: header.arrays["rows"]!.shape[0]!,
    vertexCount,
    rows: array("rows") as Int16Array,
    scale: array("scale") as Float32Array,
    half: array("half") as Uint16Array,
    mirror: array("mirror") as Uint16Array,
    heads: array("heads") as Float32Array,
    sex: array("sex") as Float32Array,
    influences,
    skinBones: array("skin_bones") as Uint8Array,
    skinWeights: shares(array("skin_weights") as Uint16Array, influences),
    origin: array("origin") as Uint16Array,
    triangles: array("triangles") as Uint16Array,
    uv: array("uv") as Uint16Array,
    skins: {
      female: array("skin_female") as Uint8Array,
      male: array("skin_male") as Uint8Array,
    },
  };
}

/** Return weights whose rows sum to 1. */
function shares(stored: Uint16Array, influences: number): Float32Array {
  const weights = new Float32Array(stored.length);
  for (let start = 0; start < stored.length; start += influences) {
    let sum = 0;
    for (let i = start; i < start + influences; i += 1) sum += stored[i]!;
    for (let i = start; i < start + influences; i += 1) weights[i] = stored[i]! / (sum || UNIT);
  }
  return weights;
}
