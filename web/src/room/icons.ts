// Line icons, drawn by hand on a grid of 24; each is decoration, words stand beside it.

const PATHS = {
  you: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8M4.5 20c.8-3.6 3.8-5.5 7.5-5.5s6.7 1.9 7.5 5.5",
  wardrobe: "M12 8.5c0-1.3 2-1.5 2-3.2a2 2 0 0 0-4 0M12 8.5v1.5l8 6c1.1.8.6 2.5-.8 2.5H4.8c-1.4 0-1.9-1.7-.8-2.5l8-6",
  stage: "M8.5 4 4 6.5 5.5 11l2-.8V20h9v-9.8l2 .8L20 6.5 15.5 4c-.4 1.6-1.7 2.6-3.5 2.6S8.9 5.6 8.5 4",
  verdict: "M3 9h18v6H3zM7 9v2.5M11 9v3.5M15 9v2.5M19 9v0",
  privacy: "M12 3.5 5 6v5.5c0 4.3 2.9 7.4 7 9 4.1-1.6 7-4.7 7-9V6zM9 12l2.2 2.2L15.2 10",
  settings: "M4 7h9M17 7h3M4 17h3M11 17h9M15 4.8v4.4M9 14.8v4.4",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13M15.5 15.5 20 20",
  close: "M6 6l12 12M18 6 6 18",
  add: "M12 5v14M5 12h14",
  up: "M12 19V5M6 11l6-6 6 6",
  down: "M12 5v14M6 13l6 6 6-6",
  check: "M5 12.5l4.5 4.5L19 7.5",
  light: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8M12 3v2M12 19v2M3 12h2M19 12h2M5.6 5.6 7 7M17 17l1.4 1.4M5.6 18.4 7 17M17 7l1.4-1.4",
  dark: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10",
  auto: "M4 5h16v11H4zM9 20h6M12 16v4",
  offline: "M3 3l18 18M8.5 12.5a6 6 0 0 1 2.5-1.3M5 9a11 11 0 0 1 3.5-2.2M12 6c2.7 0 5.2 1.1 7 3M15 12.2c.6.3 1.1.6 1.5 1M12 18h0",
  warning: "M12 4 2.8 19.5h18.4zM12 10v4.5M12 17h0",
  print: "M7 9V4h10v5M7 17H4.5V9h15v8H17M7 14h10v6H7z",
  link: "M10 14a4 4 0 0 0 5.7 0l3-3A4 4 0 0 0 13 5.3l-1 1M14 10a4 4 0 0 0-5.7 0l-3 3a4 4 0 0 0 5.7 5.7l1-1",
  download: "M12 4v11M7 10.5l5 5 5-5M5 20h14",
  dot: "M12 12h0",
} as const;

export type Icon = keyof typeof PATHS;

/** Make an icon; it is hidden from screen readers. */
export function icon(name: Icon): SVGSVGElement {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  const line = document.createElementNS(space, "path");
  line.setAttribute("d", PATHS[name]);
  picture.setAttribute("viewBox", "0 0 24 24");
  picture.setAttribute("class", "icon");
  picture.setAttribute("aria-hidden", "true");
  picture.append(line);
  return picture;
}
