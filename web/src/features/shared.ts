// What a shared link shows: the clothes on a body, nothing to change.

import { api, Refused, type SharedLook } from "../api/client";
import { showModel } from "../report/viewer";
import { segmented } from "../room/controls";
import { make } from "../room/element";
import { dayText } from "../room/format";
import { icon } from "../room/icons";
import type { Store } from "../room/store";
import { troubleText } from "../room/trouble";
import { shell, verdict } from "../words";
import "./shared.css";

/** Show a shared look in `root`. */
export async function mountShared(root: HTMLElement, store: Store, token: string): Promise<void> {
  const canvas = make("canvas", { class: "shared-canvas", tabindex: "0", role: "application" });
  const status = make("p", { class: "shared-status", role: "status" });
  let look: SharedLook | null = null;
  try {
    look = await api.shared(token);
  } catch (error) {
    root.replaceChildren(gone(error, store));
    return;
  }
  store.watch(({ language }, before) => {
    if (root.childElementCount > 0 && language === before.language) return;
    canvas.setAttribute("aria-label", verdict[language].sharedCanvas);
    root.replaceChildren(...page(look, store, make("div", { class: "shared-stage" }, canvas, status)));
  });
  await showClothes(canvas, status, token, store);
}

async function showClothes(
  canvas: HTMLCanvasElement,
  status: HTMLElement,
  token: string,
  store: Store,
): Promise<void> {
  const words = verdict[store.room.language];
  status.textContent = words.sharedLoading;
  try {
    const model = await api.bytes(api.sharedModelUrl(token));
    const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    await showModel(canvas, model, calm);
    status.textContent = "";
  } catch (error) {
    status.textContent = error instanceof Refused ? error.problem.detail : words.no3d;
  }
}

function page(look: SharedLook, store: Store, stage: HTMLElement): HTMLElement[] {
  const { language } = store.room;
  const words = verdict[language];
  const pieces = look.wear.map(({ size }, index) =>
    make(
      "li",
      {},
      make("span", { class: "shared-name" }, look.titles[index]?.[language] ?? ""),
      make("span", { class: "shared-size" }, [size, fit(look, index, store)].filter(Boolean).join(" · ")),
    ),
  );
  return [
    make("header", { class: "header" }, make("p", { class: "brand" }, make("a", { href: "/" }, shell[language].brand)), languages(store)),
    make(
      "main",
      { class: "shared" },
      stage,
      make(
        "div",
        { class: "shared-words" },
        make("h1", {}, words.sharedTitle),
        make("ul", { class: "shared-pieces" }, ...pieces),
        make("a", { class: "button primary", href: "/" }, words.sharedTry),
        make("p", { class: "note" }, words.sharedUntil(dayText(look.until, language))),
      ),
    ),
  ];
}

function fit(look: SharedLook, index: number, store: Store): string {
  const said = look.verdicts[index];
  return said ? verdict[store.room.language].verdicts[said] : "";
}

function languages(store: Store): HTMLElement {
  const choices = [
    { value: "en" as const, label: "EN", lang: "en" },
    { value: "zh" as const, label: "中文", lang: "zh-CN" },
  ];
  const { language } = store.room;
  return segmented(shell[language].language, "language", choices, language, (value) =>
    store.change({ language: value }),
  );
}

function gone(error: unknown, store: Store): HTMLElement {
  const words = verdict[store.room.language];
  const known = error instanceof Refused && error.problem.status < 500;
  const help = known ? words.sharedGoneHelp : troubleText(error, store.room.language);
  return make(
    "main",
    { class: "empty page-wide" },
    make("div", { class: "empty-icon" }, icon("link")),
    make("h1", {}, words.sharedGone),
    make("p", {}, help),
    make("a", { class: "button primary", href: "/" }, words.sharedTry),
  );
}
