// What the report knows: written by fittingroom/show/report_html.py.

export type Language = "en" | "zh";
export type Words = Record<Language, string>;
export type Quantity = "ease" | "strain";
export type Verdict = "too_tight" | "tight" | "regular" | "loose" | "too_loose";

export interface Zone {
  zone: string;
  body_cm: number;
  garment_cm: number;
  cut_cm: number;
  ease_cm: number;
  strain_pct: number;
  pressure_kpa: number;
  verdict: Verdict;
}

export interface Scale {
  quantity: Quantity;
  title: Words;
  unit: string;
  factor: number;
  high: number;
  colours: [number, number, number][];
}

export interface Report {
  garment: { ref: string; title: Words; brand: string; fabric: string; size: string };
  person: { sex: "female" | "male"; height_cm: number | null };
  fit: { verdict: Verdict; zones: Zone[] };
  advice: {
    recommended: string;
    probability: [string, number][];
    because: Record<Language, string[]>;
  };
  drape: { settled: boolean; vertices: number; seconds: number; strain_max_pct: number };
  scales: Scale[];
  pictures: { name: string; url: string }[];
}

export function readReport(): Report {
  return JSON.parse(embedded("report-data")) as Report;
}

export function readModel(): ArrayBuffer {
  const text = atob(embedded("report-model").trim());
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes.buffer;
}

function embedded(id: string): string {
  const element = document.getElementById(id);
  if (!element) throw new Error(`the report lacks its part "${id}"`);
  return element.textContent ?? "";
}
