// A question that must be answered before something is lost.

import { button } from "../room/controls";
import { make } from "../room/element";

interface Texts {
  readonly title: string;
  readonly help?: string;
  readonly yes: string;
  readonly no: string;
}

/** Ask, and return the answer; leaving by Escape is a no. */
export function confirmed({ title, help, yes, no }: Texts): Promise<boolean> {
  return new Promise((resolve) => {
    let answer = false;
    const close = (value: boolean) => () => {
      answer = value;
      dialog.close();
    };
    const refuse = button(no, close(false), { class: "button" });
    refuse.autofocus = true;
    const dialog = make(
      "dialog",
      { class: "question", role: "alertdialog", "aria-labelledby": "question-title" },
      make("h2", { id: "question-title" }, title),
      ...(help ? [make("p", {}, help)] : []),
      make("div", { class: "row" }, refuse, button(yes, close(true), { class: "button danger" })),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(answer);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
