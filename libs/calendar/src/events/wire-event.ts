/** Events as the API and the details of our DOM events write them: ISO 8601 texts instead of milliseconds. */

import { type components } from '../api/schema';
import { addDays, isCalendarDate } from '../dates/calendar-date';
import { isTimeZone } from '../dates/zoned-time';
import { type CalendarEvent, type EventContent, type When } from './calendar-event';

export type WireEvent = components['schemas']['Event'];
type WireContent = components['schemas']['EventContent'];
type WireWhen = components['schemas']['When'];

/** `undefined` for an event whose time cannot be read: one broken event must not hide the others. */
export function parseEvent(wire: WireEvent): CalendarEvent | undefined {
  const when = parseWhen(wire.when);
  if (!when) return undefined;
  const { id, etag, title, location, notes, color } = wire;
  return { id, etag, title, when, location, notes, color };
}

export function writeEvent({ id, etag, ...content }: CalendarEvent): WireEvent {
  return { id, etag, ...writeContent(content) };
}

export function writeContent({ title, when, location, notes, color }: EventContent): WireContent {
  return { title, when: writeWhen(when), location, notes, color };
}

function parseWhen(when: WireWhen): When | undefined {
  if (when.allDay) return parseAllDay(when.start, when.end);
  const start = Date.parse(when.start);
  const end = Date.parse(when.end);
  if (Number.isNaN(start) || Number.isNaN(end)) return undefined;
  // A zone newer than the browser: the instants still hold.
  return { allDay: false, start, end: Math.max(start, end), timeZone: isTimeZone(when.timeZone) ? when.timeZone : 'UTC' };
}

function parseAllDay(start: string, end: string): When | undefined {
  if (!isCalendarDate(start) || !isCalendarDate(end)) return undefined;
  return { allDay: true, start, end: end > start ? end : addDays(start, 1) };
}

function writeWhen(when: When): WireWhen {
  if (when.allDay) return { allDay: true, start: when.start, end: when.end };
  return { allDay: false, start: isoInstant(when.start), end: isoInstant(when.end), timeZone: when.timeZone };
}

function isoInstant(instant: number): string {
  return new Date(instant).toISOString().replace('.000Z', 'Z');
}
