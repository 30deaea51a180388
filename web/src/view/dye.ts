// Cloth dyed anew in the browser: the yarns' light and shade stay, their colour changes.

import { Color, type MeshStandardMaterial, type Texture } from "three";

const STRIDE = 3; // pixels of a texture from sample to sample
const RELATED = 0.06; // of a colour's shares: cloth further apart than this has a colour of its own

/** One material's dye; `mean` is the light of its texture, linear. */
export class Dye {
  readonly #uniforms = { dye: { value: new Color() }, dyed: { value: 0 }, dyeLight: { value: 1 } };
  #mean: Color | null = null;

  constructor(readonly material: MeshStandardMaterial) {
    material.onBeforeCompile = (shader) => {
      Object.assign(shader.uniforms, this.#uniforms);
      shader.fragmentShader = `uniform vec3 dye; uniform float dyed; uniform float dyeLight;
        ${shader.fragmentShader.replace("#include <map_fragment>", `#include <map_fragment>
        #ifdef USE_MAP
          float yarn = dot(sampledDiffuseColor.rgb, vec3(0.2126, 0.7152, 0.0722)) / dyeLight;
          diffuseColor.rgb = mix(diffuseColor.rgb, dye * yarn, dyed);
        #endif`)}`;
    };
    material.customProgramCacheKey = () => "dye";
  }

  get mean(): Color {
    this.#mean ??= meanOf(this.material.map);
    return this.#mean;
  }

  /** Dye this cloth so that its light is `colour` (linear), or give it back its own where null. */
  to(colour: Color | null): void {
    this.#uniforms.dyed.value = colour ? 1 : 0;
    if (!colour) return;
    this.#uniforms.dyeLight.value = Math.max(luminance(this.mean), 1e-4);
    this.#uniforms.dye.value.copy(colour);
  }
}

/** Dye a garment: `shell` gets the colour; trim and seams of the same hue go along, in their shade. */
export function dyeGarment(dyes: readonly Dye[], colour: string | null): void {
  const shell = dyes.find(({ material }) => material.name === "shell") ?? dyes[0];
  if (!shell) return;
  for (const dye of dyes) {
    if (colour === null || !related(dye.mean, shell.mean)) dye.to(null);
    else {
      const shade = luminance(dye.mean) / Math.max(luminance(shell.mean), 1e-4);
      dye.to(new Color(colour).multiplyScalar(shade));
    }
  }
}

function luminance({ r, g, b }: Color): number {
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function related(one: Color, other: Color): boolean {
  const shares = ({ r, g, b }: Color) => [r, g, b].map((part) => part / Math.max(r + g + b, 1e-4));
  const others = shares(other);
  return shares(one).every((share, index) => Math.abs(share - others[index]!) < RELATED);
}

function meanOf(map: Texture | null): Color {
  const mean = new Color(0.5, 0.5, 0.5);
  const image = map?.image as (CanvasImageSource & { width: number; height: number }) | undefined;
  const pen = image && new OffscreenCanvas(image.width, image.height).getContext("2d");
  if (!image || !pen) return mean;
  pen.drawImage(image, 0, 0);
  const { data } = pen.getImageData(0, 0, image.width, image.height);
  const linear = Float32Array.from({ length: 256 }, (_, level) => new Color().setRGB(level / 255, 0, 0, "srgb").r);
  const sums = [0, 0, 0];
  let count = 0;
  for (let at = 0; at + 2 < data.length; at += 4 * STRIDE, count += 1) {
    for (let part = 0; part < 3; part += 1) sums[part]! += linear[data[at + part]!]!;
  }
  return mean.setRGB(sums[0]! / count, sums[1]! / count, sums[2]! / count);
}
