// The privacy sheet: what is kept and why, and how to take it out or erase it.

import type { Erased } from "../api/client";
import { iconButton } from "../room/controls";
import { make } from "../room/element";
import { live } from "../room/live";
import type { Place, Room } from "../room/state";
import type { Store } from "../room/store";
import { privacy } from "../words";
import { consentsBlock } from "./privacy-consents";
import { emailBlock } from "./privacy-email";
import { erasedBlock, exportAndErase } from "./privacy-erase";
import { photoBlock } from "./privacy-photo";
import "./privacy.css";

/** Put the sheet into `host`; it opens when the place is "privacy". */
export function mountPrivacy(host: HTMLElement, store: Store): void {
  const sheet = make("dialog", { class: "sheet", "aria-labelledby": "privacy-title" });
  const body = make("div", { class: "sheet-body" });
  sheet.append(body);
  host.append(sheet);
  let back: Place = store.room.me?.person ? "wardrobe" : "you";
  let erased: Erased | null = null;
  const draw = (room: Room) => [
    head(room, () => sheet.close()),
    ...(erased ? [erasedBlock(erased, room.language)] : parts(store)),
  ];
  const tellErased = (counts: Erased) => {
    erased = counts;
    body.replaceChildren(...draw(store.room));
    body.querySelector<HTMLElement>(".erased")?.focus();
  };
  sheet.addEventListener("close", () => {
    if (erased) location.replace("/"); // a stranger again, with nothing left in the page either
    else store.change({ place: back });
  });
  sheet.addEventListener("click", ({ target }) => {
    if (target === sheet) sheet.close();
  });
  sheet.addEventListener("erased", (event) => tellErased((event as CustomEvent<Erased>).detail));
  live(body, store, ({ language, me }) => [language, me], draw);
  store.watch(({ place }, before) => {
    if (place !== "privacy") back = place;
    else if (before.place !== "privacy") back = before.place;
    if (place === "privacy" && !sheet.open) sheet.showModal();
    if (place !== "privacy" && sheet.open) sheet.close();
  });
}

function head({ language }: Room, close: () => void): HTMLElement {
  const words = privacy[language];
  return make(
    "header",
    { class: "sheet-head" },
    make("h2", { id: "privacy-title" }, words.title),
    iconButton("close", words.close, close, { focus: "close" }),
  );
}

function parts(store: Store): HTMLElement[] {
  return [
    make("p", { class: "lead" }, privacy[store.room.language].lead),
    keptBlock(store.room),
    consentsBlock(store),
    photoBlock(store),
    ...(store.room.me?.email_login ? [emailBlock(store)] : []),
    exportAndErase(store),
  ];
}

function keptBlock({ language, me }: Room): HTMLElement {
  const words = privacy[language];
  const kept = [
    ...(me?.person ? [words.keptPerson(Object.keys(me.person).length)] : []),
    ...(me?.has_photo ? [words.keptPhoto] : []),
    ...(me?.email ? [words.keptEmail(me.email)] : []),
    ...(me && me.consents.length > 0 ? [words.keptCookie] : []),
  ];
  const list = make("ul", { class: "kept" }, ...kept.map((each) => make("li", {}, each)));
  return make(
    "section",
    {},
    make("h3", {}, words.kept),
    kept.length > 0 ? list : make("p", {}, words.keptNothing),
    make("p", { class: "note" }, words.retention(me?.retention_days ?? 90)),
    make("p", { class: "note" }, words.device),
  );
}
