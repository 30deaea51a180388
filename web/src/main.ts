// The page's beginning: the room, or what a shared link shows.

import "./style/ground.css";
import "./style/controls.css";
import "./style/layout.css";
import "./style/print.css";
import { asksExample, enterExample } from "./features/example";
import { mountFrame } from "./features/frame";
import { troublePage } from "./features/notice";
import { make } from "./room/element";
import { followHash, placeOf, tokenOf } from "./room/hash";
import { followNetwork, followPerson, loadMe } from "./room/loading";
import { remember, remembered, showPreferences } from "./room/preferences";
import { Store } from "./room/store";
import { troubleText } from "./room/trouble";
import { shell } from "./words";

const root = document.getElementById("room")!;
const store = new Store(remembered());
showPreferences(store);
const token = tokenOf(location.pathname);
if (token) {
  void import("./features/shared").then(({ mountShared }) => mountShared(root, store, token));
} else {
  followNetwork(store);
  void start();
}

async function start(): Promise<void> {
  root.replaceChildren(waiting());
  try {
    await loadMe(store);
    if (asksExample(location.search)) await enterExample(store);
  } catch (error) {
    const page = troublePage(store, troubleText(error, store.room.language), () => void start());
    root.replaceChildren(page);
    return;
  }
  const known = store.room.me?.person != null;
  store.change({ place: placeOf(location.hash) ?? (known ? "wardrobe" : "you") });
  remember(store);
  followHash(store);
  followPerson(store);
  mountFrame(root, store);
}

/** The page's outline while it loads. */
function waiting(): HTMLElement {
  return make(
    "div",
    { class: "waiting", role: "status" },
    make("p", { class: "brand" }, shell[store.room.language].brand),
    make("p", { class: "unseen" }, shell[store.room.language].loading),
    make("div", { class: "pulse" }),
  );
}
