/** Fields of a moment, in UTC or in a zone: `Europe/Berlin`, `+02:00`. */
import { ExpressionError, shown } from "./expression.js";

export function yearOf(moment: bigint, zone?: string): number {
  return wallClock(moment, zone).getUTCFullYear();
}

/** From 0. */
export function monthOf(moment: bigint, zone?: string): number {
  return wallClock(moment, zone).getUTCMonth();
}

/** From 1. */
export function dayOf(moment: bigint, zone?: string): number {
  return wallClock(moment, zone).getUTCDate();
}

/** From 0. */
export function dayFromZero(moment: bigint, zone?: string): number {
  return dayOf(moment, zone) - 1;
}

/** From 0, which is Sunday. */
export function weekdayOf(moment: bigint, zone?: string): number {
  return wallClock(moment, zone).getUTCDay();
}

/** From 0. */
export function dayOfYear(moment: bigint, zone?: string): number {
  const day = wallClock(moment, zone);
  const first = new Date(day);
  first.setUTCMonth(0, 1);
  return Math.round((day.getTime() - first.getTime()) / 86_400_000);
}

export function hoursOf(moment: bigint, zone?: string): number {
  return wallClock(moment, zone).getUTCHours();
}

export function minutesOf(moment: bigint, zone?: string): number {
  return wallClock(moment, zone).getUTCMinutes();
}

export function secondsOf(moment: bigint, zone?: string): number {
  return wallClock(moment, zone).getUTCSeconds();
}

export function millisecondsOf(moment: bigint, zone?: string): number {
  return wallClock(moment, zone).getUTCMilliseconds();
}

/** A date whose fields in UTC are what a clock in the zone shows. */
function wallClock(moment: bigint, zone = "UTC"): Date {
  const utc = new Date(Number(moment / 1_000_000n - (moment % 1_000_000n < 0n ? 1n : 0n)));
  const fixed = /^([+-]?)(\d\d):(\d\d)$/.exec(zone);
  if (fixed !== null) {
    const offset = (Number(fixed[2]) * 60 + Number(fixed[3])) * (fixed[1] === "-" ? -1 : 1);
    return new Date(utc.getTime() + offset * 60_000);
  }
  return zone === "UTC" ? utc : inZone(utc, zone);
}

function inZone(utc: Date, zone: string): Date {
  const shownThere = formatterOf(zone).formatToParts(utc);
  const field = (type: Intl.DateTimeFormatPartTypes): number =>
    Number(shownThere.find((part) => part.type === type)?.value);
  const there = new Date(utc);
  there.setUTCFullYear(field("year"), field("month") - 1, field("day"));
  there.setUTCHours(field("hour"), field("minute"), field("second"));
  return there;
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      calendar: "iso8601",
      numberingSystem: "latn",
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
  } catch {
    throw new ExpressionError(`${shown(zone)} is no time zone.`);
  }
}
