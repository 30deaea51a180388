// A small studio: lamps, a floor that takes shadows, and nothing else.

import {
  CircleGeometry,
  DirectionalLight,
  HemisphereLight,
  Mesh,
  PCFShadowMap,
  CustomToneMapping,
  Scene,
  ShaderChunk,
  ShadowMaterial,
  type ColorRepresentation,
  type WebGLRenderer,
} from "three";

const EXPOSURE = 0.9; // cloth that faces the lamps then has about the colour that the shop stated

export type Light = "studio" | "daylight" | "evening";

interface Lamp {
  readonly colour: ColorRepresentation;
  readonly power: number;
  readonly from: readonly [number, number, number];
}

interface Lamps {
  readonly sky: ColorRepresentation;
  readonly ground: ColorRepresentation;
  readonly ambient: number;
  readonly key: Lamp;
  readonly fill: Lamp;
  readonly rim: Lamp;
  readonly shadow: number;
}

const LIGHTS: Record<Light, Lamps> = {
  studio: {
    sky: 0xffffff,
    ground: 0xcfc4b8,
    ambient: 2.5,
    key: { colour: 0xfff4e6, power: 2.1, from: [-1.5, 4.2, 2.4] },
    fill: { colour: 0xe6eeff, power: 0.9, from: [3, 1.8, 2] },
    rim: { colour: 0xffffff, power: 0.9, from: [1.6, 2.8, -2.6] },
    shadow: 0.16,
  },
  daylight: {
    sky: 0xdbe9ff,
    ground: 0xd8cfbf,
    ambient: 2.1,
    key: { colour: 0xfffaf0, power: 3.2, from: [2.2, 4.6, 1.9] },
    fill: { colour: 0xcfe0ff, power: 0.7, from: [-3, 1.6, 2] },
    rim: { colour: 0xffffff, power: 0.5, from: [-1.6, 2.8, -2.6] },
    shadow: 0.24,
  },
  evening: {
    sky: 0xfff0e2,
    ground: 0x9a8b80,
    ambient: 1.6,
    key: { colour: 0xffdfbd, power: 2.2, from: [-2.6, 2.6, 2.2] },
    fill: { colour: 0xbcc8ea, power: 0.7, from: [3, 1.6, 1.6] },
    rim: { colour: 0xffcfa8, power: 1.5, from: [2.0, 2.2, -2.4] },
    shadow: 0.26,
  },
};

export class Studio {
  readonly scene = new Scene();
  // lamps, not a reflected room: without a graphics card a room costs nine seconds at the start
  // and makes every frame four times slower, and matt cloth shows nothing of it
  readonly #sky = new HemisphereLight();
  readonly #key = new DirectionalLight();
  readonly #fill = new DirectionalLight();
  readonly #rim = new DirectionalLight();
  readonly #floor = new Mesh(new CircleGeometry(3, 64), new ShadowMaterial());

  constructor(light: Light = "studio") {
    const { shadow } = this.#key;
    this.#key.castShadow = true;
    shadow.mapSize.set(1024, 1024);
    shadow.camera.left = shadow.camera.bottom = -1.4;
    shadow.camera.right = shadow.camera.top = 1.4;
    shadow.bias = -0.0008;
    shadow.normalBias = 0.012;
    shadow.radius = 5;
    this.#key.target.position.set(0, 0.9, 0);
    this.#floor.rotation.x = -Math.PI / 2;
    this.#floor.receiveShadow = true;
    this.scene.add(this.#sky, this.#fill, this.#rim, this.#key, this.#key.target, this.#floor);
    this.light(light);
  }

  light(name: Light): void {
    const lamps = LIGHTS[name];
    this.#sky.color.set(lamps.sky);
    this.#sky.groundColor.set(lamps.ground);
    this.#sky.intensity = lamps.ambient;
    set(this.#key, lamps.key);
    set(this.#fill, lamps.fill);
    set(this.#rim, lamps.rim);
    this.#floor.material.opacity = lamps.shadow;
  }

  dispose(): void {
    this.#floor.geometry.dispose();
    this.#floor.material.dispose();
    this.#key.dispose();
  }
}

function set(light: DirectionalLight, lamp: Lamp): void {
  light.color.set(lamp.colour);
  light.intensity = lamp.power;
  light.position.set(...lamp.from);
}

// three's neutral tones without their toe: it takes 4 % of light from every colour, which makes a
// navy tee electric blue (measured: #2f4a6b was shown as #174065). Only highlights are compressed.
const TONES = `vec3 CustomToneMapping( vec3 color ) {
  const float start = 0.76;
  color *= toneMappingExposure;
  float peak = max( color.r, max( color.g, color.b ) );
  if ( peak < start ) return color;
  float d = 1.0 - start;
  float pressed = 1.0 - d * d / ( peak + d - start );
  color *= pressed / peak;
  float g = 1.0 - 1.0 / ( 0.15 * ( peak - pressed ) + 1.0 );
  return mix( color, vec3( pressed ), g );
}`;
ShaderChunk.tonemapping_pars_fragment = ShaderChunk.tonemapping_pars_fragment.replace(
  "vec3 CustomToneMapping( vec3 color ) { return color; }",
  TONES,
);

/** Set what every picture of the studio shares: tones, shadows, sharpness. */
export function develop(renderer: WebGLRenderer): void {
  renderer.toneMapping = CustomToneMapping;
  renderer.toneMappingExposure = EXPOSURE;
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = PCFShadowMap;
  renderer.setPixelRatio(Math.min(window.devicePixelRatio, 2));
}
