// The shopper's photo: sent, shown, forgotten.

import { api } from "../api/client";
import { button } from "../room/controls";
import { make } from "../room/element";
import type { Store } from "../room/store";
import { troubleText } from "../room/trouble";
import { privacy } from "../words";
import { answerTo } from "./privacy-consents";
import { say } from "./toast";

/** Make the part with the photo. */
export function photoBlock(store: Store): HTMLElement {
  const { language, me } = store.room;
  const words = privacy[language];
  const allowed = answerTo(me, "photo")?.granted ?? false;
  const kept = me?.has_photo ?? false;
  return make(
    "section",
    {},
    make("h3", {}, words.photo),
    make("p", {}, kept ? words.photoKept : allowed ? words.photoNone : words.photoNeeds),
    ...(kept ? [make("img", { class: "photo", src: `/api/me/photo?${Date.now()}`, alt: words.photoAlt })] : []),
    ...(allowed ? [make("div", { class: "row" }, chooser(kept, store), ...(kept ? [forget(store)] : []))] : []),
  );
}

function chooser(kept: boolean, store: Store): HTMLElement {
  const words = privacy[store.room.language];
  const input = make("input", { type: "file", accept: "image/jpeg,image/png,image/webp", class: "unseen", id: "photo-file", "data-focus": "photo" });
  const face = make("span", { class: "button" }, kept ? words.photoOther : words.photoChoose);
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    if (!file) return;
    face.textContent = words.photoSending;
    void keep(file, store).finally(() => (face.textContent = words.photoChoose));
  });
  return make("label", { class: "file-chooser" }, input, face);
}

async function keep(file: File, store: Store): Promise<void> {
  const { language } = store.room;
  try {
    await api.keepPhoto(file);
    store.change({ me: await api.me() });
    say(privacy[language].photoSaved);
  } catch (error) {
    say(troubleText(error, language), "bad");
  }
}

function forget(store: Store): HTMLElement {
  const { language } = store.room;
  const words = privacy[language];
  const work = async () => {
    await api.forgetPhoto();
    store.change({ me: await api.me() });
    say(words.photoGone);
  };
  const pressed = () =>
    void work().catch((error: unknown) => say(troubleText(error, language), "bad"));
  return button(words.photoForget, pressed, { class: "button quiet", focus: "photo-forget" });
}
