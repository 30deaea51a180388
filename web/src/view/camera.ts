// The camera: a portrait lens that frames the person, turns round them and never loses them.

import { Vector3, type Box3, PerspectiveCamera } from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { listenToKeys, zoom } from "./keys";

export type View = "front" | "side" | "back";

const ANGLES: Record<View, number> = { front: 0, side: Math.PI / 2, back: Math.PI };
const FIELD_OF_VIEW = 26; // degrees: a portrait lens
const MARGIN = 1.06;
const ASIDE = 1.2;
const TURN_TIME = 420; // ms
const TURNTABLE = -1.6; // turns a minute
const STILL = 1e-12; // m²: at its farthest the controls call rounding a change, for ever

/** Pixels at the picture's edges that something else covers. */
export interface Insets {
  readonly top: number;
  readonly bottom: number;
}

export class Camera {
  readonly lens = new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.1, 40);
  readonly controls: OrbitControls;
  readonly #middle = new Vector3(0, 0.85, 0);
  readonly #size = new Vector3(0.8, 1.7, 0.4);
  #turning: { from: number; by: number; since: number } | null = null;
  #insets: Insets = { top: 0, bottom: 0 };
  #high = 1;
  #moved = false;
  readonly #seen = new Vector3();

  constructor(
    readonly canvas: HTMLCanvasElement,
    readonly calm: boolean,
    readonly ask: () => void,
  ) {
    this.controls = new OrbitControls(this.lens, canvas);
    this.controls.enableDamping = !calm;
    this.controls.dampingFactor = 0.12;
    this.controls.minDistance = 0.5;
    this.controls.maxDistance = 9;
    this.controls.minPolarAngle = 0.25;
    this.controls.maxPolarAngle = Math.PI * 0.62;
    this.controls.autoRotateSpeed = TURNTABLE;
    this.controls.addEventListener("change", () => {
      if (this.#goes()) ask();
    });
    this.controls.addEventListener("start", () => this.#free());
    listenToKeys(canvas, this.lens, this.controls, () => this.reset(), () => this.#free());
    this.#place(0);
  }

  /** Frame what stands in `box`, unless the shopper has put the camera where they want it. */
  frame(box: Box3): void {
    box.getCenter(this.#middle).setX(0).setZ(0);
    box.getSize(this.#size);
    this.#settle();
  }

  reset(): void {
    this.#moved = false;
    this.#place(0);
  }

  /** Which side is seen now. */
  get view(): View | "back-side" {
    const angle = ((this.#angle * 180) / Math.PI + 360) % 360;
    if (angle < 45 || angle > 315) return "front";
    return angle < 135 ? "side" : angle < 225 ? "back" : "back-side";
  }

  /** Turn to a side and stand upright before it. */
  turnTo(view: View, now: number): void {
    this.#moved = false;
    const from = this.#angle;
    const by = Math.atan2(Math.sin(ANGLES[view] - from), Math.cos(ANGLES[view] - from));
    this.#turning = this.calm ? null : { from, by, since: now };
    if (this.calm) this.#place(ANGLES[view]);
    this.ask();
  }

  zoom(factor: number): void {
    zoom(this.lens, this.controls, factor);
    this.controls.update();
    this.#free();
  }

  turntable(on: boolean): void {
    this.controls.autoRotate = on;
    this.ask();
  }

  /** Fit the lens to a picture of `wide` by `high` pixels. */
  fit(wide: number, high: number, insets: Insets): void {
    this.#insets = insets;
    this.#high = high;
    this.lens.aspect = wide / high;
    this.lens.setViewOffset(wide, high, 0, (insets.bottom - insets.top) / 2, wide, high);
    this.lens.updateProjectionMatrix();
    this.#settle();
  }

  /** Move on; returns whether the camera still moves. */
  step(now: number, passed: number): boolean {
    const turning = this.#turning;
    if (turning) {
      const part = Math.min((now - turning.since) / TURN_TIME, 1);
      this.#place(turning.from + turning.by * (1 - (1 - part) ** 3));
      if (part === 1) this.#turning = null;
      return true;
    }
    this.controls.update(passed);
    const goes = this.#goes();
    this.#seen.copy(this.lens.position);
    return goes || this.controls.autoRotate;
  }

  #goes(): boolean {
    return this.lens.position.distanceToSquared(this.#seen) > STILL;
  }

  #free(): void {
    this.#turning = null;
    this.#moved = true;
    this.ask();
  }

  #settle(): void {
    if (!this.#moved && !this.#turning) this.#place(this.#angle);
  }

  get #angle(): number {
    const away = this.lens.position.clone().sub(this.controls.target);
    return Math.atan2(away.x, away.z);
  }

  #place(angle: number): void {
    const half = Math.tan((FIELD_OF_VIEW * Math.PI) / 360);
    const free = Math.max(1 - (this.#insets.top + this.#insets.bottom) / this.#high, 0.3);
    const high = ((this.#size.y / 2) * MARGIN) / (half * free);
    const wide = ((Math.max(this.#size.x, this.#size.z) / 2) * ASIDE) / (half * this.lens.aspect);
    const away = Math.max(high, wide) + this.#size.z / 2;
    this.controls.target.copy(this.#middle);
    this.lens.position.set(Math.sin(angle) * away, this.#middle.y + 0.1, Math.cos(angle) * away);
    this.controls.update();
    this.ask();
  }
}
