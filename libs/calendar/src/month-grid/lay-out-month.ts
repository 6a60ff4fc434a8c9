/** The weeks of a month as a grid shows them, each day with the colors of its events. Pure. */

import { addDays, type CalendarDate, daysFrom, isSameMonth } from '../dates/calendar-date';
import { type EventColor, type SpannedEvent, touches } from '../events/calendar-event';
import { type VisibleRange } from '../layout/visible-range';

export interface GridDay {
  readonly date: CalendarDate;
  /** How many events touch it. */
  readonly count: number;
  /** Of the first of them. */
  readonly colors: readonly EventColor[];
  /** Of the month before or after. */
  readonly outside: boolean;
}

export interface GridWeek {
  readonly first: CalendarDate;
  readonly days: readonly GridDay[];
}

const mostMarks = 4;

/** @param month any day of the month that is meant */
export function layOutMonth(events: readonly SpannedEvent[], { first, days }: VisibleRange, month: CalendarDate): readonly GridWeek[] {
  return Array.from({ length: days / 7 }, (_, week) => {
    const start = addDays(first, week * 7);
    return { first: start, days: daysFrom(start, 7).map((date) => layOutDay(events, date, month)) };
  });
}

function layOutDay(events: readonly SpannedEvent[], date: CalendarDate, month: CalendarDate): GridDay {
  const own = events.filter(({ span }) => touches(span, date, date));
  const colors = own.slice(0, mostMarks).map(({ event }) => event.color);
  return { date, count: own.length, colors, outside: !isSameMonth(date, month) };
}
