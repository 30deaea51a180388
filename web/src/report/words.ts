// Every word of the page in both languages.

import type { Language, Verdict } from "./data";

const english = {
  page: "Fitting room",
  wearing: (size: string) => `Size ${size}, on your body`,
  yourSize: "Your size",
  otherSize: (size: string, best: string) => `Shown here: ${size}. We would choose ${best}.`,
  chance: "How likely each size suits you",
  none: "no size",
  fitTitle: "How it fits, in centimetres",
  fitNote:
    "Ease is garment minus body where you wear it. Stretch and pressure are what the cloth does there.",
  zone: "Where",
  body: "Body",
  garment: "Garment",
  ease: "Ease",
  strain: "Stretch",
  pressure: "Pressure",
  verdict: "Fit",
  pictures: "Pictures",
  colouring: "Show",
  natural: "Cloth",
  easeMap: "Ease",
  strainMap: "Stretch",
  views: "Turn to",
  front: "Front",
  side: "Side",
  back: "Back",
  reset: "Reset",
  viewer:
    "3D view of the garment on your body. Drag or use the arrow keys to turn, plus and minus to zoom, shift with arrows to move, 0 to reset.",
  hint: "Drag to turn · scroll or pinch to zoom",
  no3d: "This browser can't show 3D. The pictures below show the same.",
  language: "Language",
  heat_ease: "Distance from skin",
  heat_strain: "Stretch of the cloth",
  heat_strain_warp: "Stretch along the warp",
  heat_strain_weft: "Stretch along the weft",
  heat_shear: "Shear between warp and weft",
  heat_pressure: "Pressure on the body",
  heat_bending: "Bending energy",
  about: (vertices: string, seconds: string) =>
    `Draped by physics on a body made from your measurements: ${vertices} points of cloth, settled in ${seconds} s.`,
  unsettled: "The cloth had not quite come to rest when this was made.",
  private: "This page holds everything in itself. Nothing leaves your device.",
  cm: "cm",
};

type Dictionary = typeof english;

const chinese: Dictionary = {
  page: "试衣间",
  wearing: (size) => `${size} 码 · 穿在您身上`,
  yourSize: "您的尺码",
  otherSize: (size, best) => `此处展示 ${size} 码,我们建议选 ${best} 码。`,
  chance: "各尺码合身的可能性",
  none: "都不合适",
  fitTitle: "合身程度(厘米)",
  fitNote: "松量为穿着时衣服减去身体的尺寸;拉伸和压力是布料在该处的状态。",
  zone: "部位",
  body: "身体",
  garment: "衣服",
  ease: "松量",
  strain: "拉伸",
  pressure: "压力",
  verdict: "合身",
  pictures: "图片",
  colouring: "显示",
  natural: "布料",
  easeMap: "松量",
  strainMap: "拉伸",
  views: "转到",
  front: "正面",
  side: "侧面",
  back: "背面",
  reset: "复位",
  viewer: "衣服穿在您身上的三维视图。拖动或用方向键旋转,加减键缩放,Shift 加方向键平移,0 键复位。",
  hint: "拖动旋转 · 滚轮或双指缩放",
  no3d: "此浏览器无法显示三维视图,请看下方图片。",
  language: "语言",
  heat_ease: "布料与身体的距离",
  heat_strain: "布料拉伸",
  heat_strain_warp: "经向拉伸",
  heat_strain_weft: "纬向拉伸",
  heat_shear: "经纬剪切角",
  heat_pressure: "对身体的压力",
  heat_bending: "弯曲能",
  about: (vertices, seconds) =>
    `按您的尺寸生成身体,用物理模拟悬垂:布料 ${vertices} 个点,${seconds} 秒后静止。`,
  unsettled: "生成此页时布料尚未完全静止。",
  private: "本页内容全部在此文件中,不会有任何数据离开您的设备。",
  cm: "厘米",
};

export const dictionary: Record<Language, Dictionary> = { en: english, zh: chinese };

const zones: Record<string, [string, string]> = {
  neck: ["Neck", "领围"],
  bust: ["Bust", "胸围"],
  chest: ["Chest", "胸围"],
  waist: ["Waist", "腰围"],
  navel_waist: ["Waist at the navel", "脐围"],
  hip: ["Hip", "臀围"],
  thigh: ["Thigh", "大腿围"],
  knee: ["Knee", "膝围"],
  calf: ["Calf", "小腿围"],
  upper_arm: ["Upper arm", "上臂围"],
  wrist: ["Wrist", "腕围"],
  shoulder: ["Shoulder", "肩宽"],
  length: ["Length", "衣长"],
  sleeve_length: ["Sleeve length", "袖长"],
  inside_leg: ["Inside leg", "内长"],
};

const fabrics: Record<string, string> = {
  "single-jersey": "单面针织",
  rib: "罗纹",
  poplin: "府绸",
  denim: "牛仔布",
  satin: "缎面",
  "stretch-rib": "弹力罗纹",
  "swim-knit": "泳装弹力针织",
};

export function fabricName(fabric: string, language: Language): string {
  const known = language === "zh" ? fabrics[fabric] : undefined;
  return known ?? fabric.replaceAll("-", " ");
}

export function zoneName(zone: string, language: Language, sex: "female" | "male"): string {
  // the trade says chest for men where it says bust for women
  const known = zones[zone === "bust" && sex === "male" ? "chest" : zone];
  if (known) return known[language === "en" ? 0 : 1];
  const plain = zone.replaceAll("_", " ");
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}

// a symbol beside every colour: the verdict can be read without seeing the colour
export const verdicts: Record<Verdict, { mark: string; en: string; zh: string }> = {
  too_tight: { mark: "▼▼", en: "Too tight", zh: "太紧" },
  tight: { mark: "▼", en: "Close", zh: "偏紧" },
  regular: { mark: "●", en: "Just right", zh: "合适" },
  loose: { mark: "▲", en: "Roomy", zh: "偏松" },
  too_loose: { mark: "▲▲", en: "Too loose", zh: "太松" },
};
