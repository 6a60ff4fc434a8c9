/** Instants and wall clocks of one time zone, by `Intl` alone (native Temporal is not in every browser we serve). */

import { addDays, type CalendarDate } from './calendar-date';

/** What a clock on the wall shows: a day and the minutes since its midnight, 0 to 1439. */
export interface WallTime {
  readonly date: CalendarDate;
  readonly minutes: number;
}

/** How a wall time met the zone's clock changes. */
export type WallTimeKind =
  | 'exact'
  /** Clocks jump over it in spring; the instant is as much later as they jump (RFC 5545, Temporal's "compatible"). */
  | 'skipped'
  /** Clocks show it twice in autumn; the instant is the first of them. */
  | 'repeated';

export interface ResolvedTime {
  /** Milliseconds since 1970-01-01T00:00Z. */
  readonly instant: number;
  readonly kind: WallTimeKind;
}

export interface Zone {
  /** The IANA name it was made with. */
  readonly name: string;
  wallTime(instant: number): WallTime;
  resolve(wall: WallTime): ResolvedTime;
  /** The first instant of a day: not midnight where clocks jump at midnight. */
  startOfDay(date: CalendarDate): number;
  /** Milliseconds from the first instant of the day to the next day's: 23, 24 or 25 hours, mostly. */
  lengthOfDay(date: CalendarDate): number;
}

const minute = 60_000;
const day = 86_400_000;

export function isTimeZone(name: unknown): name is string {
  if (typeof name !== 'string' || name === '') return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    // RangeError is the only way Intl says that it does not know a zone.
    return false;
  }
}

/** @throws RangeError for a name that `isTimeZone` refuses. */
export function createZone(name: string): Zone {
  const format = new Intl.DateTimeFormat('en-US-u-ca-iso8601-nu-latn', {
    timeZone: name,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });

  const wallAsUtc = (instant: number): number => {
    const fields: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
    for (const { type, value } of format.formatToParts(instant)) fields[type] = value;
    const { year = '', month, day: dayOfMonth, hour, minute: minutes, second } = fields;
    return Date.parse(`${year.padStart(4, '0')}-${month}-${dayOfMonth}T${hour}:${minutes}:${second}Z`);
  };
  const offsetAt = (instant: number): number => wallAsUtc(instant) - Math.floor(instant / 1000) * 1000;

  const resolve = ({ date, minutes }: WallTime): ResolvedTime => {
    const asUtc = Date.parse(`${date}T00:00:00Z`) + minutes * minute;
    // No zone changes its clocks twice within two days, so the offsets around the moment are all there are.
    const before = offsetAt(asUtc - day);
    const after = offsetAt(asUtc + day);
    const candidates = [...new Set([before, after])]
      .map((offset) => asUtc - offset)
      .filter((instant) => offsetAt(instant) === asUtc - instant);
    if (candidates.length === 0) return { instant: asUtc - before, kind: 'skipped' };
    return { instant: Math.min(...candidates), kind: candidates.length === 1 ? 'exact' : 'repeated' };
  };
  const startOfDay = (date: CalendarDate): number => resolve({ date, minutes: 0 }).instant;

  return {
    name,
    wallTime(instant) {
      const wall = wallAsUtc(instant);
      const midnight = Math.floor(wall / day) * day;
      return { date: new Date(midnight).toISOString().slice(0, 10) as CalendarDate, minutes: Math.floor((wall - midnight) / minute) };
    },
    resolve,
    startOfDay,
    lengthOfDay: (date) => startOfDay(addDays(date, 1)) - startOfDay(date),
  };
}

/** `540` as `09:00`, the value format of `<input type="time">`. */
export function formatMinutes(minutes: number): string {
  return `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
}

/** `09:00` as `540`; `undefined` for anything that is no time of day. */
export function parseMinutes(text: string): number | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(text);
  return match ? Number(match[1]) * 60 + Number(match[2]) : undefined;
}
