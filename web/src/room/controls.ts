// The design system's controls, as elements.

import { make } from "./element";
import { icon, type Icon } from "./icons";

export interface Choice<Value> {
  readonly value: Value;
  readonly label: string;
  readonly icon?: Icon;
  readonly lang?: string;
}

type Looks = { class?: string; icon?: Icon; focus?: string; label?: string; disabled?: boolean };

/** Make a button. `focus` names it across redraws, `label` is what a screen reader says. */
export function button(text: string, pressed: () => void, looks: Looks = {}): HTMLButtonElement {
  const element = make("button", {
    type: "button",
    class: looks.class ?? "button",
    "aria-label": looks.label,
    "data-focus": looks.focus,
    disabled: looks.disabled,
  });
  if (looks.icon) element.append(icon(looks.icon));
  if (text) element.append(make("span", {}, text));
  element.addEventListener("click", pressed);
  return element;
}

/** Make a button that is only an icon; its label is shown when pointed at. */
export function iconButton(
  name: Icon,
  label: string,
  pressed: () => void,
  looks: Looks = {},
): HTMLButtonElement {
  const made = button("", pressed, { class: "icon-button", ...looks, icon: name, label });
  made.title = label;
  return made;
}

/** Make a group of radio buttons that looks like one control. */
export function segmented<Value extends string>(
  legend: string,
  name: string,
  choices: readonly Choice<Value>[],
  chosen: Value,
  choose: (value: Value) => void,
): HTMLFieldSetElement {
  const labels = choices.map(({ value, label, icon: picture, lang }) => {
    const input = make("input", {
      type: "radio",
      name,
      value,
      checked: value === chosen,
      "data-focus": `${name}-${value}`,
    });
    input.addEventListener("change", () => choose(value));
    const face = make("span", { class: "face", lang, title: picture ? label : null });
    if (picture) face.append(icon(picture), make("span", { class: "unseen" }, label));
    else face.append(label);
    return make("label", {}, input, face);
  });
  return make(
    "fieldset",
    { class: "segmented" },
    make("legend", { class: "unseen" }, legend),
    ...labels,
  );
}

/** Make a button that stays pressed. */
export function chip(
  text: string,
  pressed: boolean,
  toggle: () => void,
  looks: Looks = {},
): HTMLButtonElement {
  const made = button(text, toggle, { ...looks, class: "chip" });
  made.setAttribute("aria-pressed", String(pressed));
  return made;
}

/** Make a labelled select. */
export function select<Value extends string>(
  label: string,
  name: string,
  choices: readonly Choice<Value>[],
  chosen: Value,
  choose: (value: Value) => void,
): HTMLElement {
  const element = make("select", { name, "data-focus": name, "aria-label": label });
  for (const { value, label: text } of choices) {
    element.append(make("option", { value, selected: value === chosen }, text));
  }
  element.addEventListener("change", () => choose(element.value as Value));
  return make("div", { class: "select" }, element);
}

/** Make the calm page that stands where there is nothing to show. */
export function emptyState(
  name: Icon,
  title: string,
  help: string,
  ...actions: readonly HTMLElement[]
): HTMLElement {
  return make(
    "div",
    { class: "empty" },
    make("div", { class: "empty-icon" }, icon(name)),
    make("h3", {}, title),
    make("p", {}, help),
    ...actions,
  );
}
