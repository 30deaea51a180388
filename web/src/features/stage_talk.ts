// What the stage says: who wears what, how it sits, seen from where.

import type { GarmentCard, LookMade, Worn, Zone } from "../api/client";
import { verdicts, zoneName } from "../report/words";
import { lookKey, wanted, type Room } from "../room/state";
import { stageWords } from "../words/stage";

const CM_PER_INCH = 2.54;

export function cardOf(room: Room, ref: string | undefined): GarmentCard | null {
  return room.shelf?.garments.find((card) => card.ref === ref) ?? null;
}

export function titleOf(room: Room, ref: string): string {
  return cardOf(room, ref)?.title[room.language] ?? ref;
}

export function sexOf(room: Room): "female" | "male" {
  return room.person?.["sex"] === "male" ? "male" : "female";
}

/** The look that is wanted on this side, once it's made. */
export function lookOn(room: Room, side: "main" | "beside"): LookMade | null {
  const request = wanted(room)[side];
  return (request && room.looks[lookKey(request)]) ?? null;
}

/** How the last garment sits in a look. */
export function lastWorn(look: LookMade | null): Worn | null {
  return look?.worn.at(-1) ?? null;
}

export function zoneText(zone: Zone, room: Room): { name: string; ease: string; verdict: string; mark: string } {
  const words = stageWords[room.language];
  const inch = room.units === "in";
  const value = inch ? zone.ease_cm / CM_PER_INCH : zone.ease_cm;
  const size = Math.abs(value).toFixed(1);
  const sign = Number(size) === 0 ? "" : value > 0 ? "+" : "−";
  return {
    name: zoneName(zone.zone, room.language, sexOf(room)),
    ease: `${sign}${size} ${inch ? words.inch : words.cm}`,
    verdict: verdicts[zone.verdict][room.language],
    mark: verdicts[zone.verdict].mark,
  };
}

/** "Classic tee, size M" for everything worn. */
export function wornText(room: Room): string {
  const words = stageWords[room.language];
  const comma = room.language === "zh" ? ",": ", ";
  const each = room.wearing.map(({ garment, size }) => {
    const said = size ? words.sizeShort(size) : "";
    return [titleOf(room, garment), said.charAt(0).toLowerCase() + said.slice(1)].filter(Boolean).join(comma);
  });
  return each.join(room.language === "zh" ? ";" : "; ") || words.nothing;
}

/** A live description of the picture for who doesn't see it. */
export function describe(room: Room, view: string): string {
  const words = stageWords[room.language];
  const from = { front: words.viewFront, back: words.viewBack }[view] ?? words.viewSide;
  const worn = lastWorn(lookOn(room, "main"));
  const zones = worn?.zones.map((zone) => {
    const { name, verdict } = zoneText(zone, room);
    return words.zoneSays(name, verdict.toLocaleLowerCase(room.language));
  });
  const says = words.wearing(wornText(room), from);
  return zones?.length ? `${says} ${zones.join(room.language === "zh" ? "," : ", ")}` : says;
}

/** What stands on one side, with how it sits, in a few words. */
export function sideCaption(room: Room, side: "main" | "beside"): string {
  const words = stageWords[room.language];
  const request = wanted(room)[side];
  const last = request?.wear.at(-1);
  if (!last) return side === "main" && room.body ? words.bodyOnly : "";
  const worn = lastWorn(lookOn(room, side));
  const verdict = worn ? verdicts[worn.verdict][room.language] : "";
  const what = side === "main" && room.beside === null ? titleOf(room, last.garment) : "";
  return [what, words.sizeShort(last.size ?? worn?.size ?? ""), verdict].filter(Boolean).join(" · ");
}
