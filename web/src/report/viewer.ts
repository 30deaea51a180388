// The 3D view: a small studio, the dressed person, a camera that turns round them.

import { Box3, PerspectiveCamera, Vector3, WebGLRenderer } from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";
import type { ColourScale } from "../view/heat";
import { listenToKeys } from "../view/keys";
import { pieces, recolour } from "../view/pieces";
import { develop, Studio } from "../view/studio";

export type View = "front" | "side" | "back";

export interface Viewer {
  /** Colour the garment by a scale, or as cloth where null. */
  colour(scale: ColourScale | null): void;
  turnTo(view: View): void;
  refresh(): void;
}

const ANGLES: Record<View, number> = { front: 0, side: Math.PI / 2, back: Math.PI };
const FIELD_OF_VIEW = 26; // degrees: a portrait lens

export async function showModel(
  canvas: HTMLCanvasElement,
  model: ArrayBuffer,
  calm: boolean,
): Promise<Viewer> {
  const renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
  develop(renderer);
  const { scene } = new Studio();
  const gltf = await new GLTFLoader().parseAsync(model, "");
  scene.add(gltf.scene);
  const shown = pieces(gltf.scene);
  const camera = new PerspectiveCamera(FIELD_OF_VIEW, 1, 0.1, 40);
  const controls = new OrbitControls(camera, canvas);
  controls.enableDamping = !calm;
  controls.dampingFactor = 0.12;
  controls.minDistance = 0.5;
  controls.maxDistance = 9;
  const box = new Box3().setFromObject(gltf.scene);
  const middle = box.getCenter(new Vector3()).setX(0).setZ(0);
  const size = box.getSize(new Vector3());

  let waiting = false;
  const draw = () => {
    waiting = false;
    const moving = controls.update();
    renderer.render(scene, camera);
    if (moving) ask();
  };
  const ask = () => {
    if (!waiting) requestAnimationFrame(draw);
    waiting = true;
  };
  const fit = () => {
    const { clientWidth, clientHeight } = canvas;
    if (clientWidth === 0 || clientHeight === 0) return;
    renderer.setSize(clientWidth, clientHeight, false);
    camera.aspect = clientWidth / clientHeight;
    camera.updateProjectionMatrix();
    ask();
  };
  const turnTo = (view: View) => {
    fit();
    const angle = ANGLES[view];
    const half = Math.tan((FIELD_OF_VIEW * Math.PI) / 360);
    const high = (size.y * 0.56) / half;
    const wide = (Math.max(size.x, size.z) * 0.56) / (half * camera.aspect);
    const away = Math.max(high, wide);
    controls.target.copy(middle);
    camera.position.set(Math.sin(angle) * away, middle.y + 0.1, Math.cos(angle) * away);
    controls.update();
    ask();
  };
  controls.addEventListener("change", ask);
  listenToKeys(canvas, camera, controls, () => turnTo("front"), ask);
  new ResizeObserver(fit).observe(canvas);
  fit();
  turnTo("front");
  return {
    colour: (scale) => {
      for (const piece of shown) recolour(piece, scale);
      ask();
    },
    turnTo,
    refresh: ask,
  };
}
