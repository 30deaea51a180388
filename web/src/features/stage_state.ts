// What the stage says when there is nothing to see yet: empty, on its way, refused, offline.

import { make } from "../room/element";
import type { Place, Room } from "../room/state";
import type { Store } from "../room/store";
import { stepWord, stageWords, type StageWords } from "../words/stage";
import type { Making } from "./stage_looks";

const ABOUT_PERSON = /consent|person|measure/i;

/** Whether the service may drape clothes on this shopper. */
export function mayDrape({ me }: Room): boolean {
  if (!me?.person) return false;
  const answer = me.consents.filter(({ purpose }) => purpose === "body").at(-1);
  return answer?.granted === true;
}

export class StageState {
  readonly element = make("div", { class: "stage-state" });
  readonly #live = make("p", { class: "stage-unseen", role: "status" });
  readonly #card = make("div", { class: "stage-card", hidden: true });
  readonly #step = make("span");
  readonly #bar = make("progress", { max: 1 });
  readonly #making = make("div", { class: "stage-making", hidden: true }, this.#step, this.#bar);
  #made = "";

  constructor(
    readonly store: Store,
    readonly retry: () => void,
  ) {
    this.element.append(this.#making, this.#card, this.#live);
  }

  /** Show how far the wanted looks are; `seen` says whether someone stands on the stage. */
  update(room: Room, making: Making | null, seen: boolean): void {
    const words = stageWords[room.language];
    const failed = making?.state === "failed" ? making : null;
    this.#progress(failed || !room.online ? null : making, words, !room.online);
    const needsYou = room.wearing.length > 0 && room.me !== null && !mayDrape(room);
    const empty = room.wearing.length === 0 && !seen;
    if (failed) this.#failure(failed, words);
    else if (needsYou) this.#show(words.youTitle, words.youText, words.toYou, () => this.#go("you"));
    else if (empty) this.#show(words.emptyTitle, words.emptyText, words.toWardrobe, () => this.#go("wardrobe"));
    else this.#show("", "", "", () => undefined);
  }

  say(text: string): void {
    if (this.#live.textContent !== text) this.#live.textContent = text;
  }

  #progress(making: Making | null, words: StageWords, offline: boolean): void {
    this.#making.hidden = !making && !offline;
    this.#bar.hidden = !making;
    if (offline) this.#step.textContent = words.offline;
    if (!making) return;
    const step = making.state === "waiting" ? words.waiting : stepWord(making.step, words);
    this.#step.textContent = step;
    this.#bar.setAttribute("aria-label", words.progress);
    if (making.state === "waiting") this.#bar.removeAttribute("value");
    else this.#bar.value = making.done;
    this.say(step);
  }

  #failure({ problem }: Making, words: StageWords): void {
    if (problem === "unreachable" || problem === "lost" || problem === null) {
      this.#show(words.failedTitle, words[problem ?? "lost"], words.retry, this.retry);
    } else if ([403, 404, 409].includes(problem.status) && ABOUT_PERSON.test(problem.type)) {
      this.#show(words.youTitle, problem.detail, words.toYou, () => this.#go("you"));
    } else this.#show(words.failedTitle, problem.detail, words.retry, this.retry);
  }

  #show(title: string, text: string, action: string, press: () => void): void {
    const made = JSON.stringify([title, text, action]);
    if (made === this.#made) return;
    this.#made = made;
    this.#card.hidden = title === "";
    const button = make("button", { type: "button", class: "stage-action" }, action);
    button.addEventListener("click", press);
    this.#card.replaceChildren(make("h2", {}, title), make("p", {}, text), button);
  }

  #go(place: Place): void {
    this.store.change({ place });
  }
}
