// Looks on their way: asked for, watched, fetched, kept; what nobody wants any more is given up.

import { api, Refused, Unreachable, watchLook, type LookMade, type LookRequest, type Problem } from "../api/client";
import { lookKey } from "../room/state";
import type { Store } from "../room/store";
import { Model } from "../view/model";
import { ModelShelf } from "../view/shelf";

/** How far a look is; `problem` says why there is none. */
export interface Making {
  readonly state: "waiting" | "making" | "fetching" | "failed";
  readonly step: string;
  readonly done: number;
  readonly problem: Problem | "unreachable" | "lost" | null;
}

interface Task {
  readonly stop: AbortController;
  /** What was asked for before, under the same key, and may be this task's own look as well. */
  readonly left: string[];
  id: string | null;
  ahead: boolean;
  finished: boolean;
}

const CHECK = 4000; // ms: how often a watched look is asked for, should its events be lost
const AGAIN = 4; // times that a look which went away while it was wanted is asked for
const GONE = 404;
const WAITING: Making = { state: "waiting", step: "", done: 0, problem: null };

export class LookKeeper {
  readonly #models = new ModelShelf();
  readonly #tasks = new Map<string, Task>();
  readonly #making = new Map<string, Making>();
  /** Looks being given up: asked for again only once the service has heard it. */
  readonly #dropping = new Map<string, Promise<void>>();
  #now: readonly LookRequest[] = [];
  #ahead: readonly LookRequest[] = [];

  constructor(
    readonly store: Store,
    readonly told: () => void,
    readonly shown: (model: Model) => boolean,
    readonly parsed: (model: Model) => void,
  ) {}

  model(request: LookRequest | null): Model | null {
    return request && this.#models.take(lookKey(request));
  }

  ready(request: LookRequest): boolean {
    return this.#models.has(lookKey(request));
  }

  making(request: LookRequest | null): Making | null {
    return (request && this.#making.get(lookKey(request))) ?? null;
  }

  /** Want these looks now and, once they are there, the others ahead; give up all else. */
  want(now: readonly LookRequest[], ahead: readonly LookRequest[]): void {
    this.#now = now;
    this.#ahead = ahead;
    const wanted = new Set([...now, ...ahead].map(lookKey));
    for (const [key, task] of this.#tasks) if (!wanted.has(key)) this.#drop(key, task);
    for (const request of now) this.#hurry(request);
    for (const key of this.#making.keys()) if (!wanted.has(key)) this.#making.delete(key);
    this.#next();
  }

  retry(): void {
    for (const [key, { state }] of this.#making) if (state === "failed") this.#making.delete(key);
    this.#next();
    this.told();
  }

  /** Forget everything: the person has changed. */
  clear(): void {
    for (const [key, task] of this.#tasks) this.#drop(key, task);
    this.#making.clear();
    this.#models.clear(this.shown);
  }

  #next(): void {
    const open = (request: LookRequest) => {
      const key = lookKey(request);
      return !this.#models.has(key) && !this.#tasks.has(key) && !this.#making.has(key);
    };
    const first = this.#now.filter(open);
    for (const request of first) void this.#run(request);
    if (first.length > 0 || !this.#now.every((request) => this.ready(request))) return;
    const busy = this.#ahead.some((request) => this.#tasks.has(lookKey(request)));
    const after = this.#ahead.find(open);
    if (after && !busy) void this.#run(after);
  }

  /** Tell the service that a look which was made ahead is waited for now. */
  #hurry(request: LookRequest): void {
    const task = this.#tasks.get(lookKey(request));
    if (!task?.ahead) return;
    task.ahead = false;
    if (task.id) void api.askLook(request).catch(() => undefined);
  }

  #drop(key: string, task: Task): void {
    task.stop.abort();
    this.#tasks.delete(key);
    this.#making.delete(key);
    if (task.id && !task.finished) this.#giveUp(key, task.id);
  }

  #giveUp(key: string, id: string): void {
    const heard = api.dropLook(id).catch(() => undefined);
    this.#dropping.set(key, heard);
    void heard.then(() => this.#dropping.delete(key));
  }

  async #run(request: LookRequest): Promise<void> {
    const key = lookKey(request);
    const task: Task = { stop: new AbortController(), left: [], id: null, ahead: request.ahead === true, finished: false };
    const { signal } = task.stop;
    this.#tasks.set(key, task);
    this.#say(key, WAITING);
    try {
      const made = await this.#make(request, task);
      if (signal.aborted) return;
      this.#say(key, { state: "fetching", step: "fetch", done: 1, problem: null });
      const content = await api.bytes(api.fileUrl(made.id, "look.glb"), { signal });
      const model = await Model.parse(content);
      if (signal.aborted) return void model.dispose();
      this.parsed(model);
      this.#models.put(key, model, this.shown);
      this.#making.delete(key);
      this.store.change((room) => ({ looks: { ...room.looks, [key]: made } }));
    } catch (error) {
      if (signal.aborted) return;
      this.#say(key, { ...WAITING, state: "failed", problem: problemOf(error) });
    }
    this.#tasks.delete(key);
    this.told();
    this.#next();
  }

  /** Ask for a look until it is made; one that goes away while it is wanted is asked for again. */
  async #make(request: LookRequest, task: Task): Promise<LookMade> {
    const key = lookKey(request);
    const { signal } = task.stop;
    for (let tries = 0; tries < AGAIN; tries += 1) {
      const asked = await this.#ask(request, task);
      if (signal.aborted) return asked;
      const made = task.finished ? asked : await this.#follow(key, asked.id, signal);
      if (signal.aborted) return asked;
      task.finished = made?.state === "done";
      if (made?.state === "done") return made;
      if (made?.state === "failed") throw made.problem ? new Refused(made.problem) : new Error(made.state);
    }
    throw new Error("it went away each time");
  }

  async #ask(request: LookRequest, task: Task): Promise<LookMade> {
    const key = lookKey(request);
    await this.#dropping.get(key);
    const { ahead } = task;
    const asked = await api.askLook({ ...request, ahead });
    if (ahead && !task.ahead) void api.askLook({ ...request, ahead: false }).catch(() => undefined);
    task.finished = asked.state === "done";
    const others = task.left.splice(0).filter((id) => id !== asked.id);
    for (const id of others) this.#leave(key, task, id);
    if (!task.stop.signal.aborted) task.id = asked.id;
    else if (!task.finished) this.#leave(key, task, asked.id);
    return asked;
  }

  /** Give a look up that was asked for in vain, unless the same is wanted again by now. */
  #leave(key: string, task: Task, id: string): void {
    const heir = this.#tasks.get(key);
    if (heir && heir !== task && heir.id === null) heir.left.push(id);
    else if (heir?.id !== id) this.#giveUp(key, id);
  }

  /** Watch a look to its end and read it; null where it is gone. */
  async #follow(key: string, id: string, signal: AbortSignal): Promise<LookMade | null> {
    for (;;) {
      await this.#watch(key, id, signal);
      if (signal.aborted) return null;
      const look = await found(id);
      if (signal.aborted) return null;
      if (look?.state !== "queued" && look?.state !== "running") return look;
    }
  }

  /** Wait until a look is made, refused or gone, telling its steps. */
  #watch(key: string, id: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const end = () => {
        clearInterval(timer);
        close();
        resolve();
      };
      const hear = (state: LookMade["state"] | "gone", progress: LookMade["progress"]) => {
        if (state === "running") {
          const { step = "", done = 0 } = progress ?? {};
          this.#say(key, { state: "making", step, done, problem: null });
        } else if (state !== "queued") end();
      };
      const check = () => {
        found(id).then((look) => hear(look?.state ?? "gone", look?.progress ?? null), () => undefined);
      };
      const close = watchLook(id, (event) => hear(event.state, event.progress ?? null), check);
      const timer = setInterval(check, CHECK);
      signal.addEventListener("abort", end);
    });
  }

  #say(key: string, making: Making): void {
    this.#making.set(key, making);
    this.told();
  }
}

function problemOf(error: unknown): Making["problem"] {
  if (error instanceof Refused) return error.problem;
  return error instanceof Unreachable ? "unreachable" : "lost";
}

/** Read a look; null where the service knows none of this id any more. */
async function found(id: string): Promise<LookMade | null> {
  try {
    return await api.look(id);
  } catch (error) {
    if (error instanceof Refused && error.problem.status === GONE) return null;
    throw error;
  }
}
