// A small picture of the avatar from the front and from the side.

import { DirectionalLight, HemisphereLight, NeutralToneMapping, PerspectiveCamera, Scene, WebGLRenderer } from "three";
import { Avatar } from "./avatar";

const FIELD_OF_VIEW = 20; // degrees
const TURNS = [0, -1.15]; // radians
const ROOM = 1.08; // of the body's height

export class Mirror {
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #camera = new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.1, 30);
  readonly #watch: ResizeObserver;
  #waiting = 0;

  private constructor(
    readonly avatar: Avatar,
    canvas: HTMLCanvasElement,
  ) {
    this.#renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
    this.#renderer.toneMapping = NeutralToneMapping;
    this.#renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
    this.#renderer.setScissorTest(true);
    avatar.mesh.castShadow = avatar.mesh.receiveShadow = false;
    const key = new DirectionalLight(0xfff4e6, 2.1);
    key.position.set(-1.5, 4.2, 2.4);
    this.#scene.add(avatar.mesh, new HemisphereLight(0xffffff, 0xcfc4b8, 2.5), key);
    this.#watch = new ResizeObserver(() => this.#ask());
    this.#watch.observe(canvas);
  }

  /** Put the picture into `host`. */
  static async begin(host: HTMLElement): Promise<Mirror> {
    const avatar = await Avatar.load();
    const canvas = document.createElement("canvas");
    canvas.setAttribute("role", "img");
    host.replaceChildren(canvas);
    return new Mirror(avatar, canvas);
  }

  /** Show the body of these coefficients. */
  show(row: ArrayLike<number>, wide: boolean): void {
    this.avatar.show(row, wide);
    this.#ask();
  }

  dispose(): void {
    cancelAnimationFrame(this.#waiting);
    this.#watch.disconnect();
    this.avatar.dispose();
    this.#renderer.dispose();
    this.#renderer.forceContextLoss();
  }

  #ask(): void {
    cancelAnimationFrame(this.#waiting);
    this.#waiting = requestAnimationFrame(() => this.#draw());
  }

  #draw(): void {
    const { clientWidth, clientHeight } = this.#renderer.domElement;
    if (clientWidth === 0 || clientHeight === 0) return;
    this.#renderer.setSize(clientWidth, clientHeight, false);
    const wide = clientWidth / TURNS.length;
    const tall = this.avatar.height;
    this.#camera.aspect = wide / clientHeight;
    this.#camera.position.set(0, tall / 2, (ROOM * tall) / (2 * Math.tan((FIELD_OF_VIEW * Math.PI) / 360)));
    this.#camera.updateProjectionMatrix();
    TURNS.forEach((turn, number) => {
      this.avatar.mesh.rotation.y = turn;
      this.#renderer.setViewport(number * wide, 0, wide, clientHeight);
      this.#renderer.setScissor(number * wide, 0, wide, clientHeight);
      this.#renderer.render(this.#scene, this.#camera);
    });
  }
}
