// The shopper's bare body on the stage, before anything is worn.

import { Box3 } from "three";
import type { Room } from "../room/state";
import { Avatar } from "../view/avatar";
import type { Standing } from "../view/stage";

let avatar: Avatar | null = null;
let loading: Promise<unknown> | null = null;
let shown: readonly number[] | null = null;

/** Return the body as it stands, or null until it can be shown; `told` is called once it can. */
export function bodyStanding({ body }: Room, told: () => void): Standing | null {
  if (!body) return null;
  if (!avatar) {
    loading ??= load().then(told, () => (loading = null));
    return null;
  }
  if (shown !== body.row) avatar.show(body.row, body.wide);
  shown = body.row;
  const { geometry } = avatar.mesh;
  geometry.computeBoundingBox();
  return { root: avatar.mesh, box: geometry.boundingBox ?? new Box3(), model: null };
}

async function load(): Promise<void> {
  avatar = await Avatar.load();
}
