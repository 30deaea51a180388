// The stage: the shopper's body, dressed, with everything one can do to the picture.

import "./stage.css";
import { make } from "../room/element";
import { lookKey, neighbours, wanted, type Room } from "../room/state";
import type { Store } from "../room/store";
import type { Model } from "../view/model";
import { pictureOf, save } from "../view/picture";
import { Stage, type Standing } from "../view/stage";
import { shareTouch, shareWheel } from "../view/touch";
import { stageWords } from "../words/stage";
import { StageBar } from "./stage_bar";
import { bodyStanding } from "./stage_body";
import { ClothPanel } from "./stage_cloth";
import { FitPanel, legend, scaleOf } from "./stage_fit";
import { LookKeeper } from "./stage_looks";
import { OutfitPanel } from "./stage_outfit";
import { Panels } from "./stage_panels";
import { iconButton } from "./stage_parts";
import { PinnedNotes } from "./stage_pins";
import { PosePanel, ScenePanel } from "./stage_pose";
import { SizeStrip } from "./stage_sizes";
import { mayDrape, StageState } from "./stage_state";
import { cardOf, describe, lookOn, sideCaption, wornText } from "./stage_talk";

/** Put the stage into `host` and keep it in step with the room; returns what takes it away. */
export function mountStage(host: HTMLElement, store: Store): () => void {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const canvas = make("canvas", { class: "stage-canvas", tabindex: 0, role: "application", "aria-describedby": "stage-hint" });
  try {
    const stage = new Stage(canvas, calm);
    const mounted = new MountedStage(host, store, canvas, stage, calm);
    return () => mounted.dispose();
  } catch (error) {
    const words = stageWords[store.room.language];
    const message = make("p", { class: "stage-card", "data-broken": String(error) }, words.no3d);
    host.append(make("section", { class: "stage" }, message));
    return () => host.replaceChildren();
  }
}

class MountedStage {
  readonly #keeper: LookKeeper;
  readonly #bar: StageBar;
  readonly #sizes: SizeStrip;
  readonly #panels: Panels;
  readonly #state: StageState;
  readonly #notes: PinnedNotes;
  readonly #section: HTMLElement;
  readonly #view: HTMLElement;
  readonly #dock: HTMLElement;
  readonly #legend = make("div", { class: "stage-legend" });
  readonly #captions = make("div", { class: "stage-captions" });
  readonly #hint = make("p", { class: "stage-hint", id: "stage-hint" });
  readonly #play: HTMLButtonElement[];
  readonly #observer: ResizeObserver;
  readonly #ends: (() => void)[] = [];
  #main: Standing | null = null;
  #beside: Standing | null = null;
  #playing: boolean;
  #person = "";
  /** The room as it was when what is seen came on stage. */
  #arrived: Room | null = null;
  #pictured = "";
  #body: Room["body"] = null;
  #refreshing = false;

  constructor(
    host: HTMLElement,
    readonly store: Store,
    readonly canvas: HTMLCanvasElement,
    readonly stage: Stage,
    calm: boolean,
  ) {
    this.#playing = !calm;
    const shown = (model: Model) => this.#main?.model === model || this.#beside?.model === model;
    this.#keeper = new LookKeeper(store, () => this.#soon(), shown, (model) => stage.prepare(model));
    this.#bar = new StageBar(store, stage, () => void this.#fullscreen(), () => void this.#picture());
    this.#sizes = new SizeStrip(store, (request) => this.#keeper.ready(request));
    this.#state = new StageState(store, () => this.#keeper.retry());
    this.#notes = new PinnedNotes(stage);
    this.#panels = new Panels(
      [
        ["tabOutfit", new OutfitPanel(store)],
        ["tabCloth", new ClothPanel(store)],
        ["tabFit", new FitPanel(store)],
        ["tabPose", new PosePanel(store)],
        ["tabScene", new ScenePanel(store)],
      ],
      () => this.#soon(),
    );
    this.#play = (["play", "pause"] as const).map((name) => iconButton(name, "", () => this.#setPlaying(name === "play")));
    this.#view = make("div", { class: "stage-view" }, canvas, this.#notes.element, this.#captions, this.#bar.views,
      ...this.#play, this.#state.element, this.#notes.list, this.#hint);
    this.#dock = make("div", { class: "stage-dock" }, this.#sizes.element, this.#panels.tabs);
    this.#section = make("section", { class: "stage" }, this.#view, this.#legend, this.#bar.tools, this.#dock, this.#panels.element);
    host.append(this.#section);
    shareTouch(canvas, () => document.fullscreenElement === this.#section);
    shareWheel(canvas);
    stage.onDrawn(() => this.#drawn());
    this.#observer = new ResizeObserver(() => this.#inset());
    for (const part of [this.#dock, this.#view, this.#panels.element]) this.#observer.observe(part);
    this.#ends.push(store.watch(() => this.#soon()));
  }

  dispose(): void {
    for (const end of this.#ends) end();
    this.#observer.disconnect();
    this.#keeper.want([], []);
    this.#keeper.clear();
    this.stage.dispose();
    this.#section.remove();
  }

  /** Bring the stage in step with the room once, however many changes came before. */
  #soon(): void {
    if (this.#refreshing) return;
    this.#refreshing = true;
    queueMicrotask(() => {
      this.#refreshing = false;
      this.#refresh(this.store.room);
    });
  }

  #refresh(room: Room): void {
    this.#askLooks(room);
    this.#stand(room);
    this.#draw(room);
    const words = stageWords[room.language];
    this.#section.setAttribute("aria-label", words.stage);
    this.#view.dataset["backdrop"] = room.backdrop;
    this.#hint.textContent = words.canvasHint;
    for (const part of [this.#bar, this.#sizes, this.#panels]) part.update(room);
    this.#sayCaptions(this.#seen);
    const { main, beside } = wanted(room);
    const making = this.#keeper.making(main) ?? this.#keeper.making(beside);
    this.#state.update(room, making, this.#main !== null);
    this.#view.toggleAttribute("data-pending", making !== null && making.state !== "failed");
    this.#inset();
    const moving = this.#main?.model?.clip != null;
    // the open panel tells the same in words
    this.#notes.update(this.#seen, moving || this.#panels.element.hasAttribute("data-over"), this.stage.two);
    this.#drawn();
  }

  /** Draw anew where what is seen has changed: progress and typing elsewhere cost no picture. */
  #draw(room: Room): void {
    const { heat, colours, light, turning, language, units } = room;
    const bodies = [this.#main, this.#beside].map((standing) => standing?.root.uuid);
    const looks = (["main", "beside"] as const).map((side) => lookOn(this.#seen, side)?.id);
    const now = [bodies, looks, heat, colours, light, turning, language, units, this.#playing];
    const seen = JSON.stringify(now);
    if (seen === this.#pictured && (this.#main?.model || room.body === this.#body)) return;
    this.#pictured = seen;
    this.#body = room.body;
    this.stage.show(this.#main, this.#beside);
    this.#dress(this.#seen);
  }

  #askLooks(room: Room): void {
    const person = JSON.stringify(room.me?.person ?? null);
    if (room.me && person !== this.#person) {
      if (this.#person) this.#keeper.clear();
      this.#person = person;
      if (Object.keys(room.looks).length > 0) this.store.change({ looks: {} });
    }
    const { main, beside } = mayDrape(room) && room.online ? wanted(room) : { main: null, beside: null };
    const now = [main, beside].filter((request) => request !== null);
    // movements take long: none is made ahead
    this.#keeper.want(now, main && !room.motion ? neighbours(room) : []);
  }

  #stand(room: Room): void {
    const { main, beside } = wanted(room);
    // who tells their measurements sees the body follow, whatever is worn
    const bare = room.place === "you" || !main || !this.#main ? bodyStanding(room, () => this.#soon()) : null;
    const ready = bare && room.place === "you" ? null : this.#keeper.model(main);
    const before = this.#main;
    if (ready) this.#main = standing(ready);
    else if (bare || !main) this.#main = bare;
    const other = ready && this.#keeper.model(beside);
    this.#beside = other ? standing(other) : null;
    if (ready) this.#arrived = room;
    else if (this.#main?.model == null) this.#arrived = { ...room, wearing: [] };
    if (ready && before?.root !== ready.root) this.#announce(room);
  }

  /** The room with what is seen in it, which may be what was worn before. */
  get #seen(): Room {
    const { room } = this.store;
    if (!this.#arrived) return room;
    const { wearing, pose, motion } = this.#arrived;
    return { ...room, wearing, pose, motion, beside: this.#beside ? this.#arrived.beside : null };
  }

  /** A look came on stage. */
  #announce(room: Room): void {
    this.#state.say(stageWords[room.language].justMade(wornText(room)));
    const { main } = wanted(room);
    this.canvas.dataset["look"] = main ? lookKey(main) : "";
  }

  #dress(room: Room): void {
    const scale = scaleOf(room);
    const colours = room.wearing.map(({ garment }) => {
      const chosen = room.colours[garment]?.toLowerCase();
      return chosen && chosen !== cardOf(room, garment)?.colour.toLowerCase() ? chosen : null;
    });
    for (const each of [this.#main, this.#beside]) {
      each?.model?.heat(scale);
      each?.model?.dye(colours);
    }
    this.#legend.replaceChildren(...(scale ? [legend(room, scale)] : []));
    this.stage.light(room.light);
    this.stage.camera.turntable(room.turning);
    const moves = this.#main?.model?.clip != null;
    const words = stageWords[room.language];
    this.#play.forEach((button, at) => {
      button.classList.add("stage-play");
      button.hidden = !moves || this.#playing === (at === 0);
      button.setAttribute("aria-label", at === 0 ? words.play : words.pause);
    });
    this.stage.play(moves && this.#playing);
  }

  #sayCaptions(room: Room): void {
    const sides = this.stage.two ? (["main", "beside"] as const) : (["main"] as const);
    const captions = sides.map((side) => sideCaption(room, side)).filter(Boolean);
    this.#captions.replaceChildren(...captions.map((caption) => make("p", {}, caption)));
    this.#section.toggleAttribute("data-two", this.stage.two);
  }

  #setPlaying(on: boolean): void {
    this.#playing = on;
    this.#refresh(this.store.room);
    this.#play[on ? 1 : 0]!.focus();
  }

  #drawn(): void {
    const { view } = this.stage.camera;
    this.#bar.seen(view);
    this.#placeNotes();
    const label = describe(this.#seen, view);
    if (this.canvas.getAttribute("aria-label") !== label) this.canvas.setAttribute("aria-label", label);
    this.canvas.dataset["ready"] = "true";
  }

  #placeNotes(): void {
    const insets = this.#insets();
    const high = this.#floats && !this.stage.two && this.#legend.offsetTop < 100 ? this.#legend.offsetHeight : 0;
    this.#notes.place({ ...insets, top: insets.top + high, right: this.#floats ? 70 : 0 });
  }

  /** Whether the controls float over the picture, as there is room for them. */
  get #floats(): boolean {
    return getComputedStyle(this.#dock).position === "absolute";
  }

  #insets(): { top: number; bottom: number } {
    const { element } = this.#panels;
    const panel = this.#floats && element.dataset["over"] !== undefined ? element.offsetHeight : 0;
    const top = this.#floats && this.stage.two ? 104 : 58;
    return { top, bottom: this.#floats ? this.#dock.offsetHeight + panel + 28 : 64 };
  }

  #inset(): void {
    // in a narrow stage the open panel lies under the person, in a wide one beside them
    this.#panels.element.toggleAttribute("data-over", this.#view.clientWidth < 960 && !this.#panels.element.hidden);
    this.stage.insets = this.#insets();
  }

  async #fullscreen(): Promise<void> {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await this.#section.requestFullscreen();
  }

  async #picture(): Promise<void> {
    const style = getComputedStyle(this.#view);
    const colour = (name: string) => style.getPropertyValue(name).trim();
    const backing = { high: colour("--stage-high"), low: colour("--stage-low"), ink: colour("--stage-ink") };
    const captions = [...this.#captions.children].map(({ textContent }) => textContent ?? "");
    const blob = await pictureOf(this.stage.picture(), backing, captions);
    const name = this.store.room.wearing.map(({ garment, size }) => `${garment}-${size ?? ""}`).join("_");
    save(blob, `${name || "fittingroom"}.png`);
  }
}

function standing(model: Model): Standing {
  return { root: model.root, box: model.box, model };
}

