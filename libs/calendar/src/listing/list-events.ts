/** Events as rows of a list, by the day under which each stands. Pure. */

import { addDays, type CalendarDate } from '../dates/calendar-date';
import { type Zone } from '../dates/zoned-time';
import { type CalendarEvent, type DaySpan, spanEvents, touches } from '../events/calendar-event';
import { type VisibleRange } from '../layout/visible-range';
import { type Words } from '../words/en';
import { type Formats } from '../words/formats';

export interface ListedEvent {
  readonly event: CalendarEvent;
  /** What stands before the title: "9am – 10:30am", "All day", "Nov 20 – 27". */
  readonly time: string;
}

export interface ListedDay {
  readonly date: CalendarDate;
  readonly events: readonly ListedEvent[];
}

export interface Telling {
  readonly zone: Zone;
  readonly formats: Formats;
  readonly words: Words;
}

/** What touches one day, in the order it should be read. */
export function listDay(events: readonly CalendarEvent[], date: CalendarDate, telling: Telling): readonly ListedEvent[] {
  return spanEvents(events, telling.zone)
    .filter(({ span }) => touches(span, date, date))
    .map(({ event, span }) => ({ event, time: timeOf(event, span, telling) }));
}

/**
 * What touches the days of `range`, each event once: on its first day that is in it. Days without events are left out.
 * @param over leaves out what ended before this instant; absent: nothing
 */
export function listDays(
  events: readonly CalendarEvent[],
  { first, days }: VisibleRange,
  { over, ...telling }: Telling & { readonly over?: number },
): readonly ListedDay[] {
  const last = addDays(first, days - 1);
  const coming = spanEvents(events, telling.zone)
    .filter(({ span }) => touches(span, first, last))
    .filter(({ event: { when } }) => over === undefined || when.allDay || when.end > over);
  const byDay = Map.groupBy(coming, ({ span }) => (span.first > first ? span.first : first));
  return [...byDay]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([date, listed]) => ({ date, events: listed.map(({ event, span }) => ({ event, time: timeOf(event, span, telling) })) }));
}

function timeOf({ when }: CalendarEvent, span: DaySpan, { formats, words }: Telling): string {
  if (span.first !== span.last) return formats.days({ first: span.first, days: lengthOf(span) });
  if (when.allDay) return words.allDay;
  return when.start === when.end ? formats.time(when.start) : `${formats.time(when.start)} – ${formats.time(when.end)}`;
}

const lengthOf = ({ first, last }: DaySpan): number => (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1;
