// What the tests of the avatar ask in a real browser.

import { AmbientLight, DirectionalLight, PerspectiveCamera, Scene, WebGLRenderer } from "three";
import { api, type BodyMade, type Person } from "../src/api/client";
import { follow } from "../src/features/you-predict";
import { mountYou } from "../src/features/you";
import { FIELDS } from "../src/features/you-fields";
import { inUnits, personOf, readValues, sheetOf } from "../src/features/you-person";
import { readQuantity } from "../src/features/you-quantity";
import type { Language, Units } from "../src/room/state";
import { Store } from "../src/room/store";
import { Avatar } from "../src/view/avatar";

const avatar = await Avatar.load();
const canvas = document.querySelector("canvas")!;
const renderer = new WebGLRenderer({ canvas, preserveDrawingBuffer: true });
renderer.setSize(canvas.width, canvas.height, false);
const scene = new Scene();
const key = new DirectionalLight(0xffffff, 2.5);
key.position.set(-1, 3, 3);
scene.add(avatar.mesh, new AmbientLight(0xffffff, 1.5), key);
const camera = new PerspectiveCamera(26, canvas.width / canvas.height, 0.1, 20);
camera.position.set(0, 1.0, 4.6);
camera.lookAt(0, 0.9, 0);

function draw(): void {
  renderer.render(scene, camera);
  const pixel = new Uint8Array(4); // waits until it is drawn
  const gl = renderer.getContext();
  gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, pixel);
}

const asked = {
  async body(person: Person): Promise<BodyMade> {
    return api.body(person);
  },
  vertices(row: number[], wide: boolean): number[] {
    return [...avatar.blend(row, wide)];
  },
  follow,
  show(row: number[], wide: boolean, turn: number): void {
    avatar.show(row, wide);
    avatar.mesh.rotation.y = turn;
    draw();
  },
  /** Milliseconds from a changed value to the drawn picture, and of these for blending alone. */
  time(body: BodyMade, told: Record<string, number>): [number, number] {
    const start = performance.now();
    avatar.show(follow(body, told)!, body.wide);
    const blended = performance.now();
    draw();
    return [performance.now() - start, blended - start];
  },
  /** Milliseconds of a fixed piece of work: how quick the machine is at this moment. */
  effort(): number {
    const start = performance.now();
    const numbers = new Float32Array(100_000).fill(1);
    for (let round = 0; round < 100; round += 1) {
      for (let at = 0; at < numbers.length; at += 1) numbers[at]! *= 0.999;
    }
    return numbers[0]! > 1 ? 0 : performance.now() - start;
  },
};
let store = new Store();
const form = {
  read(text: string, term: string, units: Units): number | null {
    const field = FIELDS.find((each) => each.term === term)!;
    return readQuantity(text, field.kind, units, field.range)?.value ?? null;
  },
  /** A person through the form and back, over a change of units and back. */
  roundTrip(person: Person): Person | null {
    const sheet = sheetOf(person, "cm");
    inUnits(sheet, "cm", "in");
    inUnits(sheet, "in", "cm");
    return personOf(sheet, "cm");
  },
  values: (person: Person, units: Units) => readValues(sheetOf(person, units), units),
  open(language: Language, units: Units): void {
    document.querySelector("main")?.remove();
    const host = document.createElement("main");
    document.body.append(host);
    store = new Store({ language, units });
    mountYou(host, store);
  },
  setUnits: (units: Units) => store.change({ units }),
  person: () => store.room.person,
  row: () => store.room.body?.row ?? null,
};
Object.assign(asked, form);
Object.assign(window, { asked });
document.body.dataset["ready"] = "";
