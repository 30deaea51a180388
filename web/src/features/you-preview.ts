// The body above the form where the stage isn't beside it: front and side, on a phone.

import type { Store } from "../room/store";
import { you } from "../words/you";

const NARROW = "(max-width: 699.98px)";

interface Preview {
  show(row: readonly number[], wide: boolean): void;
  dispose(): void;
}

/** Show the room's body in `host` while the page is narrow and the form is open. */
export function mountPreview(host: HTMLElement, store: Store): void {
  const narrow = matchMedia(NARROW);
  let preview: Promise<Preview | null> | null = null;
  const follow = () => {
    const { body, place, language } = store.room;
    const wanted = narrow.matches && body !== null;
    host.hidden = !wanted;
    if (!narrow.matches && preview) {
      void preview.then((made) => made?.dispose());
      preview = null;
      host.replaceChildren();
    }
    if (!wanted || place !== "you") return;
    preview ??= begin(host);
    void preview.then((made) => {
      host.firstElementChild?.setAttribute("aria-label", you[language].preview);
      if (store.room.body) made?.show(store.room.body.row, store.room.body.wide);
    });
  };
  narrow.addEventListener("change", follow);
  let seen = "";
  store.watch(({ body, place, language }, before) => {
    const now = `${place} ${language}`;
    if (body === before.body && now === seen) return;
    seen = now;
    follow();
  });
}

async function begin(host: HTMLElement): Promise<Preview | null> {
  try {
    const { Mirror } = await import("../view/mirror");
    return await Mirror.begin(host);
  } catch {
    host.hidden = true; // no WebGL, or the service is away: the form works without
    return null;
  }
}
