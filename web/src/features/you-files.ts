// person.json in and out: opened and written in the browser, sent nowhere.

import type { Person } from "../api/client";
import { button } from "../room/controls";
import { make } from "../room/element";
import type { Language } from "../room/state";
import { you } from "../words/you";
import { say } from "./toast";

const LARGEST = 100_000; // bytes; a person has a few hundred

/** Make the button that opens a person.json. */
export function openButton(language: Language, opened: (person: Person) => void): HTMLElement {
  const words = you[language];
  const input = make("input", { type: "file", accept: ".json,application/json", hidden: true });
  input.addEventListener("change", () => {
    const file = input.files?.[0];
    input.value = "";
    if (!file) return;
    void readFile(file).then(opened, () => say(words.openFailed, "bad"));
  });
  const press = button(words.open, () => input.click(), { class: "button small quiet", focus: "you-open" });
  return make("span", {}, press, input);
}

/** Make the button that writes the person as person.json. */
export function saveButton(language: Language, person: () => Person | null): HTMLButtonElement {
  return button(
    you[language].save,
    () => {
      const text = JSON.stringify(person() ?? {}, null, 1);
      const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
      make("a", { href: address, download: "person.json" }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
    },
    { class: "button small quiet", focus: "you-save" },
  );
}

async function readFile(file: File): Promise<Person> {
  if (file.size > LARGEST) throw new Error("too large");
  const told: unknown = JSON.parse(await file.text());
  if (typeof told !== "object" || told === null || Array.isArray(told) || !("sex" in told)) {
    throw new Error("not a person");
  }
  return told as Person;
}
