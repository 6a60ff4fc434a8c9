/** What the mocked calendar API remembers: calendars, their events and their bins. */
import { type Language, makeEvents } from './fixtures.ts';
import type { Event, EventContent } from './types.ts';

export interface Calendar {
  readonly events: Map<string, Event>;
  readonly bin: Map<string, Event>;
}

export interface CalendarState {
  readonly calendars: Map<string, Calendar>;
}

export const createState = (): CalendarState => ({ calendars: new Map() });

/** Every calendar exists, and begins with the fixtures; only `missing` does not. */
export function openCalendar({ calendars }: CalendarState, id: string, now: Date): Calendar | undefined {
  if (id === 'missing') return undefined;
  const known = calendars.get(id);
  if (known) return known;
  const calendar: Calendar = { events: new Map(makeEvents(dayIn('Asia/Tokyo', now)).map((event) => [event.id, event])), bin: new Map() };
  calendars.set(id, calendar);
  return calendar;
}

/** Stores new content under the next ETag. */
export function store({ events }: Calendar, id: string, content: EventContent): Event {
  const { title, when, location, notes, color } = content;
  const event: Event = { id, etag: nextEtag(events.get(id)), title, when, location, notes, color };
  events.set(id, event);
  return event;
}

export function bin({ events, bin }: Calendar, event: Event): void {
  events.delete(event.id);
  bin.set(event.id, event);
}

export function restore(calendar: Calendar, id: string): Event | undefined {
  const event = calendar.bin.get(id);
  if (!event) return undefined;
  calendar.bin.delete(id);
  calendar.events.set(id, { ...event, etag: nextEtag(event) });
  return calendar.events.get(id);
}

/** What nobody has edited of a fixture reads in the language that was asked for. */
export function translate(event: Event, language: Language, now: Date): Event {
  if (language === 'en') return event;
  const today = dayIn('Asia/Tokyo', now);
  const original = makeEvents(today).find(({ id }) => id === event.id);
  const translated = makeEvents(today, language).find(({ id }) => id === event.id);
  if (!original || !translated) return event;
  const pick = (field: 'title' | 'location') => (event[field] === original[field] ? translated[field] : event[field]);
  return { ...event, title: pick('title'), location: pick('location') };
}

/** Whether it touches the days from `from` until before `to`, counted in `timeZone`. */
export function isWithin(
  { when }: Event,
  { from, to, timeZone }: { readonly from: string; readonly to: string; readonly timeZone: string },
): boolean {
  if (when.allDay) return when.start < to && when.end > from;
  const end = Math.max(Date.parse(when.start), Date.parse(when.end) - 1);
  return dayIn(timeZone, new Date(when.start)) < to && dayIn(timeZone, new Date(end)) >= from;
}

// Swedish writes dates as ISO 8601 does.
const dayIn = (timeZone: string, at: Date) => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(at);

const nextEtag = (event: Event | undefined) => `"${Number(event?.etag.slice(1, -1) ?? 0) + 1}"`;
