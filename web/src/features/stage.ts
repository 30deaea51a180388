// The stage: the shopper's body, dressed, with everything one can do to the picture.

import "./stage.css";
import { make } from "../room/element";
import { lookKey, neighbours, wanted, type Room } from "../room/state";
import type { Store } from "../room/store";
import type { Model } from "../view/model";
import { Stage } from "../view/stage";
import { shareTouch, shareWheel } from "../view/touch";
import { stageWords } from "../words/stage";
import { StageBar } from "./stage_bar";
import { Cast } from "./stage_cast";
import { ClothPanel } from "./stage_cloth";
import { FitPanel, legend, scaleOf } from "./stage_fit";
import { StageFrame, type FrameParts } from "./stage_frame";
import { LookKeeper } from "./stage_looks";
import { OutfitPanel } from "./stage_outfit";
import { Panels } from "./stage_panels";
import { PinnedNotes } from "./stage_pins";
import { PlayButton } from "./stage_play";
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
  readonly #cast: Cast;
  readonly #bar: StageBar;
  readonly #sizes: SizeStrip;
  readonly #panels: Panels;
  readonly #state: StageState;
  readonly #notes: PinnedNotes;
  readonly #frame: StageFrame;
  readonly #play: PlayButton;
  readonly #hint = make("p", { class: "stage-hint", id: "stage-hint" });
  readonly #end: () => void;
  #person = "";
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
    const soon = () => this.#soon();
    const shown = (model: Model) => this.#cast.shows(model);
    this.#keeper = new LookKeeper(store, soon, shown, (model) => stage.prepare(model));
    this.#cast = new Cast((request) => this.#keeper.model(request), soon);
    this.#bar = new StageBar(store, stage, () => void this.#frame.fullscreen(), () => void this.#save());
    this.#sizes = new SizeStrip(store, (request) => this.#keeper.ready(request));
    this.#state = new StageState(store, () => this.#keeper.retry());
    this.#notes = new PinnedNotes(stage);
    this.#play = new PlayButton(!calm, soon);
    this.#panels = new Panels(panelsOf(store), soon);
    this.#frame = new StageFrame(this.#parts(), stage);
    host.append(this.#frame.section);
    shareTouch(canvas, () => document.fullscreenElement === this.#frame.section);
    shareWheel(canvas);
    stage.onDrawn(() => this.#drawn());
    this.#end = store.watch(soon);
  }

  dispose(): void {
    this.#end();
    this.#keeper.want([], []);
    this.#keeper.clear();
    this.stage.dispose();
    this.#frame.dispose();
  }

  #parts(): FrameParts {
    const { element: notes, list } = this.#notes;
    return {
      canvas: this.canvas,
      over: [notes, this.#bar.views, this.#play.element, this.#state.element, list, this.#hint],
      tools: this.#bar.tools,
      dock: [this.#sizes.element, this.#panels.tabs],
      panel: this.#panels.element,
    };
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
    const arrived = this.#cast.update(room);
    if (arrived) this.#state.say(stageWords[room.language].justMade(wornText(room)));
    this.#draw(room);
    this.#tell(room);
    for (const part of [this.#bar, this.#sizes, this.#panels]) part.update(room);
    this.#frame.inset();
    // notes don't follow a movement; an open panel tells the same in words
    const hidden = this.#moves || this.#frame.covered;
    this.#notes.update(this.#seen, hidden, this.stage.two);
    this.#drawn();
  }

  get #seen(): Room {
    return this.#cast.seen(this.store.room);
  }

  get #moves(): boolean {
    return this.#cast.main?.model?.clip != null;
  }

  /** Say what is seen, and how far what is wanted is. */
  #tell(room: Room): void {
    const words = stageWords[room.language];
    this.#mark();
    const { main, beside } = wanted(room);
    const making = this.#keeper.making(main) ?? this.#keeper.making(beside);
    this.#frame.section.setAttribute("aria-label", words.stage);
    this.#frame.view.dataset["backdrop"] = room.backdrop;
    this.#hint.textContent = words.canvasHint;
    this.#state.update(room, making, this.#cast.main !== null);
    this.#play.update(room, this.#moves);
    const sides = this.stage.two ? (["main", "beside"] as const) : (["main"] as const);
    this.#frame.caption(sides.map((side) => sideCaption(this.#seen, side)));
  }

  /** Note on the canvas who stands there, and which look it is where the room knows how it sits. */
  #mark(): void {
    const seen = wanted(this.#seen).main;
    const { model } = this.#cast.main ?? {};
    this.canvas.dataset["stands"] = model ? "look" : this.#cast.main ? "body" : "nobody";
    this.canvas.dataset["look"] = model && seen && lookOn(this.#seen, "main") ? lookKey(seen) : "";
  }

  /** Draw anew where what is seen has changed: progress and typing elsewhere cost no picture. */
  #draw(room: Room): void {
    const { main, beside } = this.#cast;
    const { heat, colours, light, turning, language, units } = room;
    const looks = (["main", "beside"] as const).map((side) => lookOn(this.#seen, side)?.id);
    const now = [main?.root.uuid, beside?.root.uuid, looks, heat, colours, light, turning, language, units];
    const pictured = JSON.stringify([...now, this.#play.playing]);
    if (pictured === this.#pictured && (main?.model || room.body === this.#body)) return;
    this.#pictured = pictured;
    this.#body = room.body;
    this.stage.show(main, beside);
    this.#dress(this.#seen);
  }

  #askLooks(room: Room): void {
    const person = JSON.stringify(Object.entries(room.me?.person ?? {}).sort());
    if (room.me && person !== this.#person) {
      if (this.#person) this.#keeper.clear(); // looks of another body
      this.#person = person;
      if (Object.keys(room.looks).length > 0) this.store.change({ looks: {} });
    }
    const { main, beside } = mayDrape(room) && room.online ? wanted(room) : { main: null, beside: null };
    const now = [main, beside].filter((request) => request !== null);
    // movements take long: none is made ahead
    this.#keeper.want(now, main && !room.motion ? neighbours(room) : []);
  }

  #dress(room: Room): void {
    const scale = scaleOf(room);
    const colours = room.wearing.map(({ garment }) => {
      const chosen = room.colours[garment]?.toLowerCase();
      return chosen && chosen !== cardOf(room, garment)?.colour.toLowerCase() ? chosen : null;
    });
    for (const each of [this.#cast.main, this.#cast.beside]) {
      each?.model?.heat(scale);
      each?.model?.dye(colours);
    }
    this.#frame.legend.replaceChildren(...(scale ? [legend(room, scale)] : []));
    this.stage.light(room.light);
    this.stage.camera.turntable(room.turning);
    this.stage.play(this.#moves && this.#play.playing);
  }

  #drawn(): void {
    const { view } = this.stage.camera;
    this.#bar.seen(view);
    this.#frame.place(this.#notes);
    const label = describe(this.#seen, view);
    if (this.canvas.getAttribute("aria-label") !== label) this.canvas.setAttribute("aria-label", label);
    this.canvas.dataset["ready"] = "true";
  }

  #save(): Promise<void> {
    const names = this.#seen.wearing.map(({ garment, size }) => `${garment}-${size ?? ""}`);
    return this.#frame.savePicture(names.join("_"));
  }
}

function panelsOf(store: Store): ConstructorParameters<typeof Panels>[0] {
  return [
    ["tabOutfit", new OutfitPanel(store)],
    ["tabCloth", new ClothPanel(store)],
    ["tabFit", new FitPanel(store)],
    ["tabPose", new PosePanel(store)],
    ["tabScene", new ScenePanel(store)],
  ];
}
