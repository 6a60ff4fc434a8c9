/** What stands in the form, and the event it makes. Pure: texts in, content or field errors out. */

import { type FieldError } from '../api/calendar-backend';
import { addDays, type CalendarDate, dayNumber, dateOfDay, isCalendarDate } from '../dates/calendar-date';
import { createZone, formatMinutes, isTimeZone, parseMinutes, type WallTimeKind, type Zone } from '../dates/zoned-time';
import { type CalendarEvent, type EventColor, type EventContent, type When } from '../events/calendar-event';

export interface Draft {
  readonly title: string;
  readonly allDay: boolean;
  /** As `<input type="date">` has it: empty while incomplete. */
  readonly startDate: string;
  /** As `<input type="time">` has it. */
  readonly startTime: string;
  /** The last day, included. */
  readonly endDate: string;
  readonly endTime: string;
  readonly timeZone: string;
  readonly location: string;
  readonly notes: string;
  readonly color: EventColor;
}

export type DraftField = FieldError['field'];
export type DraftErrors = Partial<Record<DraftField, FieldError['code']>>;
export type DraftResult = { readonly content: EventContent } | { readonly errors: DraftErrors };

export const limits = { title: 120, location: 200, notes: 2000 } as const;
const hour = 60;
const minutesPerDay = 1440;

/** `minutes` since midnight; 9 o'clock unless given. */
export function newDraft(date: CalendarDate, minutes: number | 'all-day' | undefined, timeZone: string): Draft {
  const start = typeof minutes === 'number' ? minutes : 9 * hour;
  const end = start + hour;
  return {
    title: '',
    allDay: minutes === 'all-day',
    startDate: date,
    startTime: formatMinutes(start),
    endDate: minutes === 'all-day' ? date : addDays(date, Math.floor(end / minutesPerDay)),
    endTime: formatMinutes(end % minutesPerDay),
    timeZone,
    location: '',
    notes: '',
    color: 'blue',
  };
}

/** Times are those of the event's own zone; an all-day event gets times in `zone` for when it is made a timed one. */
export function draftOf({ title, when, location, notes, color }: EventContent, zone: Zone): Draft {
  const rest = { title, location, notes, color, allDay: when.allDay };
  if (when.allDay) {
    return {
      ...rest,
      startDate: when.start,
      startTime: '09:00',
      endDate: lastDay(when.start, when.end),
      endTime: '10:00',
      timeZone: zone.name,
    };
  }
  const own = createZone(when.timeZone);
  const start = own.wallTime(when.start);
  const end = own.wallTime(when.end);
  return {
    ...rest,
    startDate: start.date,
    startTime: formatMinutes(start.minutes),
    endDate: end.date,
    endTime: formatMinutes(end.minutes),
    timeZone: when.timeZone,
  };
}

/** `base` is the event being edited: while its times stand untouched its instants are kept, even those of a repeated hour. */
export function contentOf(draft: Draft, base?: CalendarEvent): DraftResult {
  const { when, errors } = readWhen(draft, base);
  const title = draft.title.trim();
  if (title === '') errors.title = 'required';
  for (const field of ['title', 'location', 'notes'] as const) if (draft[field].trim().length > limits[field]) errors[field] = 'too-long';
  if (!when || Object.keys(errors).length > 0) return { errors };
  return { content: { title, when, location: draft.location.trim(), notes: draft.notes.trim(), color: draft.color } };
}

export type Start = Pick<Draft, 'startDate' | 'startTime'>;

/** The end moves with the start, so that an event keeps its length. @param from where it was last, before a part of it was taken out to be typed again */
export function moveStart(draft: Draft, start: Start, from: Start = draft): Draft {
  const moved = { ...draft, ...start };
  const before = wallMinutes(from.startDate, from.startTime);
  const after = wallMinutes(moved.startDate, moved.startTime);
  const end = wallMinutes(draft.endDate, draft.endTime);
  if (before === undefined || after === undefined || end === undefined || end < before) return moved;
  const target = end + after - before;
  return {
    ...moved,
    endDate: dateOfDay(Math.floor(target / minutesPerDay)),
    endTime: formatMinutes(((target % minutesPerDay) + minutesPerDay) % minutesPerDay),
  };
}

/** How the start meets the clock changes of its zone, to warn about; `exact` while it cannot be read. */
export function startKind({ allDay, startDate, startTime, timeZone }: Draft): WallTimeKind {
  const minutes = parseMinutes(startTime);
  if (allDay || !isCalendarDate(startDate) || minutes === undefined || !isTimeZone(timeZone)) return 'exact';
  return createZone(timeZone).resolve({ date: startDate, minutes }).kind;
}

function readWhen(draft: Draft, base?: CalendarEvent): { when?: When; errors: DraftErrors } {
  const { allDay, startDate, startTime, endDate, endTime, timeZone } = draft;
  const errors: DraftErrors = {};
  if (!isCalendarDate(startDate)) errors.start = 'required';
  if (!isCalendarDate(endDate)) errors.end = 'required';
  if (!isCalendarDate(startDate) || !isCalendarDate(endDate)) return { errors };
  if (allDay) {
    if (endDate < startDate) errors.end = 'before-start';
    return { when: { allDay: true, start: startDate, end: addDays(endDate, 1) }, errors };
  }

  const from = parseMinutes(startTime);
  const to = parseMinutes(endTime);
  if (from === undefined) errors.start = 'required';
  if (to === undefined) errors.end = 'required';
  if (!isTimeZone(timeZone)) errors.timeZone = 'invalid';
  if (from === undefined || to === undefined || !isTimeZone(timeZone)) return { errors };

  const zone = createZone(timeZone);
  const kept = keptInstants(draft, zone, base);
  const start = kept.start ?? zone.resolve({ date: startDate, minutes: from }).instant;
  const end = kept.end ?? zone.resolve({ date: endDate, minutes: to }).instant;
  if (end < start) errors.end = 'before-start';
  return { when: { allDay: false, start, end, timeZone }, errors };
}

function keptInstants(draft: Draft, zone: Zone, base?: CalendarEvent): { start?: number; end?: number } {
  if (!base || base.when.allDay || base.when.timeZone !== draft.timeZone) return {};
  const was = draftOf(base, zone);
  return {
    ...(was.startDate === draft.startDate && was.startTime === draft.startTime && { start: base.when.start }),
    ...(was.endDate === draft.endDate && was.endTime === draft.endTime && { end: base.when.end }),
  };
}

function wallMinutes(date: string, time: string): number | undefined {
  const minutes = parseMinutes(time);
  return isCalendarDate(date) && minutes !== undefined ? dayNumber(date) * minutesPerDay + minutes : undefined;
}

function lastDay(start: CalendarDate, end: CalendarDate): CalendarDate {
  const last = addDays(end, -1);
  return last < start ? start : last;
}
