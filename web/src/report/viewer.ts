// The 3D view: a small studio, the dressed person, a camera that turns round them.

import {
  Box3,
  CircleGeometry,
  Color,
  DirectionalLight,
  HemisphereLight,
  type Material,
  Mesh,
  MeshStandardMaterial,
  NeutralToneMapping,
  PCFShadowMap,
  PerspectiveCamera,
  Scene,
  ShadowMaterial,
  SkinnedMesh,
  Vector3,
  WebGLRenderer,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";
import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";
import type { Scale } from "./data";
import { paint } from "../view/heat";

export type View = "front" | "side" | "back";

export interface Viewer {
  /** Colour the garment by a scale, or as cloth where null. */
  colour(scale: Scale | null): void;
  turnTo(view: View): void;
  refresh(): void;
}

const ANGLES: Record<View, number> = { front: 0, side: Math.PI / 2, back: Math.PI };
const FIELD_OF_VIEW = 26; // degrees: a portrait lens
const KEY_TURN = Math.PI / 18;
const KEY_ZOOM = 0.9;
const KEY_MOVE = 0.05; // metres

export async function showModel(
  canvas: HTMLCanvasElement,
  model: ArrayBuffer,
  calm: boolean,
): Promise<Viewer> {
  const renderer = new WebGLRenderer({ canvas, antialias: true, alpha: true });
  renderer.toneMapping = NeutralToneMapping;
  renderer.shadowMap.enabled = true;
  renderer.shadowMap.type = PCFShadowMap;
  renderer.setPixelRatio(Math.min(window.devicePixelRatio, 2));
  const scene = studio();
  const gltf = await new GLTFLoader().parseAsync(model, "");
  scene.add(gltf.scene);
  const meshes = prepare(gltf.scene, renderer);
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
      recolour(meshes, scale);
      ask();
    },
    turnTo,
    refresh: ask,
  };
}

function studio(): Scene {
  const scene = new Scene();
  // lamps, not a reflected room: without a graphics card a room costs nine seconds at the start
  // and makes every frame four times slower, and matt cloth shows nothing of it
  const sky = new HemisphereLight(0xffffff, 0xcfc4b8, 2.5);
  const fill = new DirectionalLight(0xe6eeff, 0.9);
  fill.position.set(3, 1.8, 2);
  const rim = new DirectionalLight(0xffffff, 0.9);
  rim.position.set(1.6, 2.8, -2.6);
  const key = new DirectionalLight(0xfff4e6, 2.1);
  key.position.set(-1.5, 4.2, 2.4);
  key.castShadow = true;
  key.shadow.mapSize.set(1024, 1024);
  key.shadow.camera.left = key.shadow.camera.bottom = -1.4;
  key.shadow.camera.right = key.shadow.camera.top = 1.4;
  key.shadow.bias = -0.0008;
  key.shadow.normalBias = 0.012;
  key.shadow.radius = 5;
  key.target.position.set(0, 0.9, 0);
  const floor = new Mesh(new CircleGeometry(3, 64), new ShadowMaterial({ opacity: 0.16 }));
  floor.rotation.x = -Math.PI / 2;
  floor.receiveShadow = true;
  scene.add(sky, fill, rim, key, key.target, floor);
  return scene;
}

interface Shown {
  mesh: Mesh;
  cloth: boolean;
  natural: Material;
  heat: MeshStandardMaterial;
}

function prepare(root: import("three").Object3D, renderer: WebGLRenderer): Shown[] {
  const shown: Shown[] = [];
  root.traverse((object) => {
    if (!(object instanceof Mesh)) return;
    const mesh = object as Mesh<import("three").BufferGeometry, MeshStandardMaterial>;
    const cloth = mesh.geometry.hasAttribute("_ease");
    mesh.castShadow = true;
    mesh.receiveShadow = true;
    mesh.frustumCulled = false;
    if (mesh instanceof SkinnedMesh) mesh.normalizeSkinWeights();
    for (const map of [mesh.material.map, mesh.material.normalMap]) {
      if (map) map.anisotropy = Math.min(8, renderer.capabilities.getMaxAnisotropy());
    }
    if (!cloth) {
      // cloth that lies on skin must win
      mesh.material.polygonOffset = true;
      mesh.material.polygonOffsetFactor = 1;
      mesh.material.polygonOffsetUnits = 2;
    }
    const heat = new MeshStandardMaterial({ roughness: 0.95, side: mesh.material.side });
    if (cloth) heat.vertexColors = true;
    else heat.color = new Color(0x9b9a98);
    shown.push({ mesh, cloth, natural: mesh.material, heat });
  });
  return shown;
}

function recolour(meshes: Shown[], scale: Scale | null): void {
  for (const { mesh, cloth, natural, heat } of meshes) {
    if (scale && cloth) paint(mesh.geometry, scale);
    mesh.material = scale ? heat : natural;
  }
}

function listenToKeys(
  canvas: HTMLCanvasElement,
  camera: PerspectiveCamera,
  controls: OrbitControls,
  reset: () => void,
  ask: () => void,
): void {
  canvas.addEventListener("keydown", (event) => {
    const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    const up = { ArrowUp: 1, ArrowDown: -1 }[event.key] ?? 0;
    const zoom = { "+": KEY_ZOOM, "=": KEY_ZOOM, "-": 1 / KEY_ZOOM }[event.key];
    const offset = camera.position.clone().sub(controls.target);
    if (event.key === "0") reset();
    else if (zoom) offset.multiplyScalar(zoom);
    else if ((across || up) && event.shiftKey) {
      const right = new Vector3(1, 0, 0).applyQuaternion(camera.quaternion);
      controls.target.addScaledVector(right, across * KEY_MOVE);
      controls.target.y += up * KEY_MOVE;
    } else if (across) offset.applyAxisAngle(new Vector3(0, 1, 0), across * KEY_TURN);
    else if (up) offset.y += up * 0.15;
    else return;
    event.preventDefault();
    if (event.key !== "0") camera.position.copy(controls.target).add(offset);
    controls.update();
    ask();
  });
}
