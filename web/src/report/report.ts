// The report: one page, one person, one garment, one size.

import { readModel, readReport, type Language, type Quantity } from "./data";
import { adviceCard, fitTable, gallery, legend, make } from "./page";
import css from "./report.css?inline";
import { showModel, type View, type Viewer } from "./viewer";
import { dictionary, fabricName } from "./words";

const report = readReport();
const sheet = new CSSStyleSheet();
sheet.replaceSync(css);
document.adoptedStyleSheets = [sheet];

let language: Language = navigator.language.startsWith("zh") ? "zh" : "en";
let colouring: Quantity | null = null;
let viewer: Viewer | null = null;
let broken = false;

const canvas = make("canvas", { class: "canvas", tabindex: "0", role: "application" });
const root = document.getElementById("report")!;

function header(): HTMLElement {
  const words = dictionary[language];
  const { title, brand, size, fabric } = report.garment;
  const buttons = (["en", "zh"] as const).map((each) => {
    const label = each === "en" ? "English" : "中文";
    const button = make(
      "button",
      { type: "button", lang: each, "aria-pressed": String(each === language) },
      label,
    );
    button.addEventListener("click", () => {
      language = each;
      show();
      root.querySelector<HTMLElement>(`.languages [lang=${each}]`)?.focus();
    });
    return button;
  });
  return make(
    "header",
    {},
    make(
      "div",
      { class: "top" },
      make("p", { class: "brand" }, brand),
      make("div", { class: "languages", role: "group", "aria-label": words.language }, ...buttons),
    ),
    make("h1", {}, title[language]),
    make("p", { class: "sub" }, `${words.wearing(size)} · ${fabricName(fabric, language)}`),
  );
}

function stage(): HTMLElement {
  const words = dictionary[language];
  canvas.setAttribute("aria-label", words.viewer);
  const choices: [Quantity | null, string][] = [
    [null, words.natural],
    ["ease", words.easeMap],
    ["strain", words.strainMap],
  ];
  const colours = choices.map(([quantity, name]) => {
    const input = make("input", { type: "radio", name: "colouring", value: quantity ?? "natural" });
    input.checked = quantity === colouring;
    input.addEventListener("change", () => {
      colouring = quantity;
      colour();
    });
    return make("label", {}, input, make("span", {}, name));
  });
  const views = (["front", "side", "back"] as View[]).map((view) => {
    const button = make("button", { type: "button" }, words[view]);
    button.addEventListener("click", () => viewer?.turnTo(view));
    return button;
  });
  return make(
    "section",
    { class: "stage" },
    make("div", { class: "frame" }, canvas),
    make("div", { class: "legend", "aria-live": "polite" }),
    make(
      "div",
      { class: "tools" },
      make("div", { class: "choices", role: "radiogroup", "aria-label": words.colouring }, ...colours),
      make("div", { class: "views", role: "group", "aria-label": words.views }, ...views),
    ),
    make("p", { class: "hint" }, broken ? words.no3d : words.hint),
  );
}

function colour(): void {
  const scale = report.scales.find(({ quantity }) => quantity === colouring) ?? null;
  root.querySelector(".legend")?.replaceChildren(...(scale ? [legend(scale, language)] : []));
  canvas.dataset.colouring = colouring ?? "natural";
  viewer?.colour(scale);
}

function footer(): HTMLElement {
  const words = dictionary[language];
  const { vertices, seconds, settled } = report.drape;
  const notes = [words.about(vertices.toLocaleString(language), seconds.toFixed(1))];
  if (!settled) notes.push(words.unsettled);
  notes.push(words.private);
  return make("footer", {}, ...notes.map((note) => make("p", {}, note)));
}

function show(): void {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  document.title = `${report.garment.title[language]} · ${dictionary[language].page}`;
  const main = make(
    "main",
    {},
    make("div", { class: "hero" }, stage(), adviceCard(report, language)),
    fitTable(report, language),
  );
  if (report.pictures.length > 0) main.append(gallery(report, language));
  root.replaceChildren(header(), main, footer());
  colour();
}

async function start(): Promise<void> {
  show();
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  try {
    viewer = await showModel(canvas, readModel(), calm);
  } catch (error) {
    broken = true;
    canvas.dataset.broken = String(error);
    show();
    return;
  }
  colour();
  canvas.dataset.ready = "true";
}

void start();
