// What the shopper agreed to, with dates; each answer can be changed.

import { api, type Me, type Purpose } from "../api/client";
import { make } from "../room/element";
import { dayText } from "../room/format";
import type { Store } from "../room/store";
import { troubleText } from "../room/trouble";
import { privacy, shell } from "../words";
import { confirmed } from "./confirm";
import { say } from "./toast";

const PURPOSES: readonly Purpose[] = ["body", "photo"];

/** Return the last answer to a purpose. */
export function answerTo(me: Me | null, purpose: Purpose) {
  return me?.consents.filter((each) => each.purpose === purpose).at(-1) ?? null;
}

/** Make the part with the consents. */
export function consentsBlock(store: Store): HTMLElement {
  const words = privacy[store.room.language];
  const rows = PURPOSES.map((purpose) => row(purpose, store));
  return make("section", {}, make("h3", {}, words.consents), ...rows);
}

function row(purpose: Purpose, store: Store): HTMLElement {
  const { language, me } = store.room;
  const words = privacy[language];
  const answer = answerTo(me, purpose);
  const day = answer ? dayText(answer.at, language) : "";
  const said = !answer ? words.never : answer.granted ? words.agreed(day) : words.declined(day);
  const input = make("input", {
    type: "checkbox",
    role: "switch",
    checked: answer?.granted ?? false,
    "data-focus": `consent-${purpose}`,
    "aria-describedby": `why-${purpose}`,
  });
  input.addEventListener("change", () => void change(purpose, input, store));
  return make(
    "div",
    { class: "consent" },
    make("label", {}, input, make("span", {}, words.purposes[purpose])),
    make("p", { class: "note", id: `why-${purpose}` }, `${words.purposesWhy[purpose]} `, make("em", {}, said)),
  );
}

async function change(purpose: Purpose, input: HTMLInputElement, store: Store): Promise<void> {
  const { language } = store.room;
  const words = privacy[language];
  const granted = input.checked;
  const texts = { title: words.takeBack, yes: words.takeBackYes, no: shell[language].cancel };
  if (!granted && !(await confirmed(texts))) {
    input.checked = true;
    return;
  }
  try {
    const me = await api.consent(purpose, granted);
    store.change(!granted && purpose === "body" ? { me, looks: {}, sizes: null } : { me });
    say(granted ? words.consentGiven : words.consentTaken);
  } catch (error) {
    input.checked = !granted;
    say(troubleText(error, language), "bad");
  }
}
