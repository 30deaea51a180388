// The stage: one canvas, one or two people side by side in it, drawn only when something changes.

import { WebGLRenderer, type Box3, type Object3D } from "three";
import { Camera, type Insets } from "./camera";
import type { Model } from "./model";
import { Pace } from "./pace";
import { figure, see, type Seen } from "./sight";
import { develop, Studio, type Light } from "./studio";

/** What stands in one half of the stage. */
export interface Standing {
  readonly root: Object3D;
  readonly box: Box3;
  readonly model: Model | null;
}

const SIDES = 2;
const MOST_PIXELS = 2;
const SOFTWARE = /swiftshader|llvmpipe|softpipe|software|basic render/i;
const RESTED = 160; // ms without a change, after which a software picture is drawn finely
const FINE = 1.5;

export class Stage {
  readonly camera: Camera;
  readonly #renderer: WebGLRenderer;
  readonly #studios = Array.from({ length: SIDES }, () => new Studio());
  readonly #standing: (Standing | null)[] = [null, null];
  readonly #pace = new Pace();
  readonly #observer: ResizeObserver;
  readonly #drawn = new Set<() => void>();
  #insets: Insets = { top: 0, bottom: 0 };
  readonly #fine: number;
  #waiting = 0;
  #rest = 0;
  #last = 0;
  #pictures = 0;
  #coming = 0;
  #playing = false;

  constructor(
    readonly canvas: HTMLCanvasElement,
    calm: boolean,
  ) {
    // in software smooth edges cost as much as the whole picture: there, only a still one is smooth
    this.#fine = drawnInSoftware() ? FINE : 1;
    this.#renderer = new WebGLRenderer({ canvas, antialias: this.#fine === 1, alpha: true });
    develop(this.#renderer);
    this.#renderer.shadowMap.autoUpdate = false;
    this.#renderer.autoClear = false;
    this.camera = new Camera(canvas, calm, () => this.ask());
    this.#observer = new ResizeObserver(() => this.fit());
    this.#observer.observe(canvas);
    this.fit();
  }

  /** Be told after every picture. */
  onDrawn(told: () => void): void {
    this.#drawn.add(told);
  }

  /** Let someone stand in the middle, or two side by side. */
  show(main: Standing | null, beside: Standing | null = null): void {
    const now = [main, beside];
    // first all who leave: one who only changes sides must not go with them
    this.#standing.forEach((before, side) => {
      if (before && before.root !== now[side]?.root) before.root.removeFromParent();
    });
    now.forEach((standing, side) => {
      this.#standing[side] = standing;
      if (standing) this.#studios[side]!.scene.add(standing.root);
    });
    if (main) this.camera.frame(main.box);
    this.fit();
    this.touch();
  }

  shows(model: Model): boolean {
    return this.#standing.some((standing) => standing?.model === model);
  }

  get two(): boolean {
    return this.#standing[1] !== null;
  }

  light(name: Light): void {
    for (const studio of this.#studios) studio.light(name);
    this.touch();
  }

  /** Cover the edges of the picture with something else: the person stands between. */
  set insets(insets: Insets) {
    const { top, bottom } = this.#insets;
    if (insets.top === top && insets.bottom === bottom) return;
    this.#insets = insets;
    this.fit();
  }

  /** Play the movement of who stands there, or hold it. */
  play(on: boolean): void {
    this.#playing = on;
    for (const standing of this.#standing) {
      const { model } = standing ?? {};
      if (model?.clip) model.mixer.clipAction(model.clip).paused = !on;
    }
    this.ask();
  }

  /** Put textures on the graphics card before they are needed. */
  prepare(model: Model): void {
    for (const texture of model.textures) this.#renderer.initTexture(texture);
  }

  /** Where a point of the world is seen in one half. */
  see(point: readonly [number, number, number], side: number): Seen {
    return see(point, this.camera.lens, { ...this.#half(), side });
  }

  /** Where the figure stands in one half. */
  figure(side: number): ReturnType<typeof figure> {
    const box = (this.#standing[side] ?? this.#standing[0])?.box;
    return figure(box, this.camera.controls.target.y, this.camera.lens, { ...this.#half(), side });
  }

  /** Draw again, shadows too. */
  touch(): void {
    this.#renderer.shadowMap.needsUpdate = true;
    this.ask();
  }

  ask(): void {
    delete this.canvas.dataset.settled;
    cancelAnimationFrame(this.#coming);
    if (!this.#waiting) this.#waiting = requestAnimationFrame((now) => this.#draw(now));
  }

  /** Draw now and return the canvas, for a picture of it. */
  picture(): HTMLCanvasElement {
    this.#sharpen(this.#fine);
    this.#render();
    return this.canvas;
  }

  fit(): void {
    const { wide, high } = this.#half();
    if (!wide || !high) return;
    this.camera.fit(wide, high, this.#insets);
    this.ask();
  }

  dispose(): void {
    cancelAnimationFrame(this.#waiting);
    cancelAnimationFrame(this.#coming);
    clearTimeout(this.#rest);
    this.#observer.disconnect();
    this.camera.controls.dispose();
    for (const studio of this.#studios) studio.dispose();
    this.#renderer.dispose();
    this.#renderer.forceContextLoss();
  }

  #half(): { wide: number; high: number } {
    const { clientWidth, clientHeight } = this.canvas;
    return { wide: clientWidth / (this.two ? 2 : 1), high: clientHeight };
  }

  #draw(now: number): void {
    this.#waiting = 0;
    const passed = Math.min((now - this.#last) / 1000, 0.1);
    this.#last = now;
    const playing = this.#playing && this.#advance(passed);
    const moving = this.camera.step(now, passed) || playing;
    this.#sharpen(moving ? this.#pace.moving(now) : 1);
    this.#render();
    this.canvas.dataset.drawn = `${++this.#pictures}`; // until then some browsers show it black
    for (const told of this.#drawn) told();
    clearTimeout(this.#rest);
    if (moving) this.ask();
    else this.#rest = window.setTimeout(() => this.#settle(), this.#fine > 1 ? RESTED : 0);
  }

  /** Draw finely what rests, and say on the canvas when it has come to the screen, two frames on. */
  #settle(): void {
    if (this.#fine > 1) this.picture();
    const frame = (then: () => void) => (this.#coming = requestAnimationFrame(then));
    frame(() => frame(() => (this.canvas.dataset.settled = "true")));
  }

  #advance(passed: number): boolean {
    const movers = this.#standing.flatMap((standing) => standing?.model?.clip ? [standing.model] : []);
    for (const { mixer } of movers) mixer.update(passed);
    if (movers.length > 0) this.#renderer.shadowMap.needsUpdate = true;
    return movers.length > 0;
  }

  #sharpen(share: number): void {
    const { clientWidth, clientHeight } = this.canvas;
    const ratio = Math.min(window.devicePixelRatio, MOST_PIXELS) * share;
    const width = Math.floor(clientWidth * ratio);
    if (this.canvas.width === width && this.canvas.height === Math.floor(clientHeight * ratio)) return;
    this.#renderer.setPixelRatio(ratio);
    this.#renderer.setSize(clientWidth, clientHeight, false);
  }

  #render(): void {
    const { wide, high } = this.#half();
    const renderer = this.#renderer;
    const shadows = renderer.shadowMap.needsUpdate;
    renderer.setScissorTest(false);
    renderer.clear();
    renderer.setScissorTest(this.two);
    for (let side = 0; side < (this.two ? SIDES : 1); side += 1) {
      renderer.setViewport(side * wide, 0, wide, high);
      renderer.setScissor(side * wide, 0, wide, high);
      // the first half's drawing takes the mark away
      renderer.shadowMap.needsUpdate = shadows;
      renderer.render(this.#studios[side]!.scene, this.camera.lens);
    }
  }
}

/** Whether pictures are drawn by the processor, for want of a graphics card. */
function drawnInSoftware(): boolean {
  const gl = document.createElement("canvas").getContext("webgl2");
  const name = gl?.getExtension("WEBGL_debug_renderer_info");
  const drawn = gl && name ? String(gl.getParameter(name.UNMASKED_RENDERER_WEBGL)) : "";
  gl?.getExtension("WEBGL_lose_context")?.loseContext();
  return SOFTWARE.test(drawn);
}
