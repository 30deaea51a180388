// The camera by keyboard: arrows turn, plus and minus zoom, shift with arrows moves, 0 resets.

import { Vector3, type PerspectiveCamera } from "three";
import type { OrbitControls } from "three/addons/controls/OrbitControls.js";

const KEY_TURN = Math.PI / 18;
const KEY_RISE = 0.15; // metres
const KEY_ZOOM = 0.9;
const KEY_MOVE = 0.05; // metres
const UP = new Vector3(0, 1, 0);

export function listenToKeys(
  canvas: HTMLCanvasElement,
  camera: PerspectiveCamera,
  controls: OrbitControls,
  reset: () => void,
  ask: () => void,
): void {
  canvas.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const across = { ArrowLeft: -1, ArrowRight: 1 }[event.key] ?? 0;
    const up = { ArrowUp: 1, ArrowDown: -1 }[event.key] ?? 0;
    const closer = { "+": KEY_ZOOM, "=": KEY_ZOOM, "-": 1 / KEY_ZOOM }[event.key];
    if (event.key === "0" || event.key === "Home") reset();
    else if (closer) zoom(camera, controls, closer);
    else if ((across || up) && event.shiftKey) move(camera, controls, across, up);
    else if (across) turn(camera, controls, across * KEY_TURN);
    else if (up) camera.position.y += up * KEY_RISE;
    else return;
    event.preventDefault();
    controls.update();
    ask();
  });
}

/** Bring the camera nearer to what it looks at, or further away, by a factor of its distance. */
export function zoom(camera: PerspectiveCamera, controls: OrbitControls, factor: number): void {
  const away = camera.position.clone().sub(controls.target);
  const length = away.length() * factor;
  away.setLength(Math.min(Math.max(length, controls.minDistance), controls.maxDistance));
  camera.position.copy(controls.target).add(away);
}

/** Turn the camera round what it looks at [rad]. */
export function turn(camera: PerspectiveCamera, controls: OrbitControls, angle: number): void {
  const away = camera.position.clone().sub(controls.target).applyAxisAngle(UP, angle);
  camera.position.copy(controls.target).add(away);
}

function move(camera: PerspectiveCamera, controls: OrbitControls, across: number, up: number): void {
  const step = new Vector3(1, 0, 0).applyQuaternion(camera.quaternion);
  step.multiplyScalar(across * KEY_MOVE).addScaledVector(UP, up * KEY_MOVE);
  controls.target.add(step);
  camera.position.add(step);
}
