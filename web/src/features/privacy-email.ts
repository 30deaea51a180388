// Coming back from another device: a code by e-mail instead of a password.

import { api } from "../api/client";
import { button } from "../room/controls";
import { make } from "../room/element";
import type { Store } from "../room/store";
import { troubleText } from "../room/trouble";
import { privacy } from "../words";
import { say } from "./toast";

/** Make the part with the login. */
export function emailBlock(store: Store): HTMLElement {
  const { language, me } = store.room;
  const words = privacy[language];
  const host = make("section", {}, make("h3", {}, words.email));
  if (me?.email) host.append(make("p", {}, words.emailIn(me.email)), logOut(store));
  else host.append(make("p", { class: "note" }, words.emailHelp), askCode(host, store));
  return host;
}

function askCode(host: HTMLElement, store: Store): HTMLElement {
  const words = privacy[store.room.language];
  const email = make("input", { type: "email", required: true, autocomplete: "email", maxlength: 254 });
  const form = formOf(words.emailAddress, email, words.emailSend, store, async () => {
    await api.sendCode(email.value);
    say(words.emailSent);
    form.replaceWith(enterCode(email.value, store));
    host.querySelector("input")?.focus();
  });
  return form;
}

function enterCode(email: string, store: Store): HTMLElement {
  const words = privacy[store.room.language];
  const code = make("input", {
    required: true,
    autocomplete: "one-time-code",
    inputmode: "numeric",
    maxlength: 12,
  });
  return formOf(words.emailCode, code, words.emailEnter, store, async () => {
    const me = await api.logIn(email, code.value.trim());
    store.change((room) => ({ me, person: me.person ?? room.person }));
  });
}

function formOf(
  label: string,
  input: HTMLInputElement,
  send: string,
  store: Store,
  work: () => Promise<void>,
): HTMLFormElement {
  const submit = make("button", { class: "button", type: "submit" }, send);
  const field = make("label", { class: "field" }, make("span", {}, label), input);
  const form = make("form", { class: "line-form" }, field, submit);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit.disabled = true;
    void work()
      .catch((error: unknown) => say(troubleText(error, store.room.language), "bad"))
      .finally(() => (submit.disabled = false));
  });
  return form;
}

function logOut(store: Store): HTMLElement {
  const { language } = store.room;
  const work = async () => {
    await api.logOut();
    sessionStorage.clear();
    location.assign("/");
  };
  const pressed = () =>
    void work().catch((error: unknown) => say(troubleText(error, language), "bad"));
  return button(privacy[language].emailOut, pressed, { class: "button", focus: "log-out" });
}
