// Numbers and dates as the shopper reads them.

import type { Language, Units } from "./state";

const CM_PER_INCH = 2.54;
const NARROW = "\u202f"; // a thin space that doesn't break
const LOCALE: Record<Language, string> = { en: "en-GB", zh: "zh-CN" };

/** Write a length without its unit, one decimal. */
export function lengthText(cm: number, units: Units, language: Language, signed = false): string {
  const value = units === "cm" ? cm : cm / CM_PER_INCH;
  const rounded = Math.round(value * 10) / 10 || 0; // never "-0"
  return new Intl.NumberFormat(LOCALE[language], {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: signed ? "exceptZero" : "auto",
  })
    .format(rounded)
    .replace("-", "−");
}

/** Write a share of one as a percentage. */
export function percentText(share: number, language: Language): string {
  const format = new Intl.NumberFormat(LOCALE[language], { style: "percent" });
  return format.format(share).replace("%", `${NARROW}%`);
}

/** Keep a number and its unit on one line. */
export function unbroken(text: string): string {
  return text.replace(/(\d) (%|cm|kg|厘米)/g, "$1\u00a0$2");
}

/** Write a day. */
export function dayText(date: string | Date, language: Language): string {
  const format = new Intl.DateTimeFormat(LOCALE[language], { dateStyle: "long" });
  return format.format(new Date(date));
}
