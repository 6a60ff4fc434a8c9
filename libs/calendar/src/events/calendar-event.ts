/** An event as the calendar works with it, and which days it touches. */

import { addDays, type CalendarDate, daysBetween } from '../dates/calendar-date';
import { type Zone } from '../dates/zoned-time';

export const eventColors = ['blue', 'green', 'amber', 'red', 'purple', 'teal', 'gray'] as const;
export type EventColor = (typeof eventColors)[number];

/** Whole days, the same days in every time zone. `end` is the day after the last (as DTEND in RFC 5545). */
export interface AllDay {
  readonly allDay: true;
  readonly start: CalendarDate;
  readonly end: CalendarDate;
}

/** Instants in milliseconds since 1970-01-01T00:00Z, and the zone the event is planned in. */
export interface Timed {
  readonly allDay: false;
  readonly start: number;
  readonly end: number;
  readonly timeZone: string;
}

export type When = AllDay | Timed;

/** What a person fills in. */
export interface EventContent {
  readonly title: string;
  readonly when: When;
  readonly location: string;
  readonly notes: string;
  readonly color: EventColor;
}

export interface CalendarEvent extends EventContent {
  readonly id: string;
  /** Opaque; equal exactly while nobody changed the event. */
  readonly etag: string;
}

/** First and last day that an event touches, both included. */
export interface DaySpan {
  readonly first: CalendarDate;
  readonly last: CalendarDate;
}

export function spanOf(when: When, zone: Zone): DaySpan {
  if (when.allDay) return { first: when.start, last: later(when.start, addDays(when.end, -1)) };
  const first = zone.wallTime(when.start).date;
  // An event that ends at midnight does not touch the day that begins then.
  return { first, last: later(first, zone.wallTime(Math.max(when.start, when.end - 1)).date) };
}

export function touches(span: DaySpan, first: CalendarDate, last: CalendarDate): boolean {
  return span.first <= last && span.last >= first;
}

/** Whether the week view shows it above the hours: all-day events and those of 24 hours or more. */
export function isLong(when: When): boolean {
  return when.allDay || when.end - when.start >= 86_400_000;
}

export interface SpannedEvent {
  readonly event: CalendarEvent;
  readonly span: DaySpan;
}

/**
 * In the order they should read: earlier first; of those that begin together whole days first, then the longer, then by title and id, so that
 * the order never flickers. Zones are slow to ask, so each event asks once.
 */
export function spanEvents(events: readonly CalendarEvent[], zone: Zone): SpannedEvent[] {
  return events
    .map((event) => ({
      event,
      span: spanOf(event.when, zone),
      start: event.when.allDay ? zone.startOfDay(event.when.start) : event.when.start,
    }))
    .sort((a, b) => a.start - b.start || byContent(a.event, b.event))
    .map(({ event, span }) => ({ event, span }));
}

function byContent(a: CalendarEvent, b: CalendarEvent): number {
  return (
    Number(b.when.allDay) - Number(a.when.allDay) ||
    durationOf(b.when) - durationOf(a.when) ||
    a.title.localeCompare(b.title) ||
    (a.id < b.id ? -1 : 1)
  );
}

function durationOf(when: When): number {
  return when.allDay ? daysBetween(when.start, when.end) * 86_400_000 : when.end - when.start;
}

function later(a: CalendarDate, b: CalendarDate): CalendarDate {
  return a > b ? a : b;
}
