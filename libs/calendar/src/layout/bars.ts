/** Bars of events in a row of days: which columns, which lane, and what does not fit. Month rows and the week's all-day row use it. */

import { addDays, type CalendarDate, daysBetween } from '../dates/calendar-date';
import { type CalendarEvent, type DaySpan, type SpannedEvent, touches } from '../events/calendar-event';

export interface Bar {
  readonly event: CalendarEvent;
  /** Index of its first day in the row, from 0. */
  readonly column: number;
  /** How many days of the row it covers. */
  readonly columns: number;
  /** Row of bars, from 0 at the top; two bars of one lane never share a day. */
  readonly lane: number;
  readonly continuesBefore: boolean;
  readonly continuesAfter: boolean;
}

export interface BarRow {
  readonly first: CalendarDate;
  readonly days: number;
}

/** Longer spans go to the upper lanes, then earlier ones; each takes the first lane that is free. */
export function layoutBars(events: readonly SpannedEvent[], { first, days }: BarRow): Bar[] {
  const last = addDays(first, days - 1);
  const lanes: boolean[][] = [];
  return events
    .filter(({ span }) => touches(span, first, last))
    .map(({ event, span }) => ({ event, ...cut(span, first, last) }))
    .sort((a, b) => a.column - b.column || b.columns - a.columns)
    .map((bar) => {
      const covered = Array.from({ length: bar.columns }, (_, index) => bar.column + index);
      const free = lanes.findIndex((taken) => covered.every((column) => !taken[column]));
      const lane = free === -1 ? lanes.length : free;
      const taken = (lanes[lane] ??= []);
      for (const column of covered) taken[column] = true;
      return { ...bar, lane };
    });
}

/** What fits into `lanes` lanes: where more is hidden, the last lane of that day is kept for "+n more". */
export function fitBars(
  bars: readonly Bar[],
  { days, lanes }: { readonly days: number; readonly lanes: number },
): { visible: Bar[]; hidden: number[] } {
  const covers = (bar: Bar, column: number) => bar.column <= column && column < bar.column + bar.columns;
  const columns = Array.from({ length: days }, (_, column) => column);
  const crowded = columns.map((column) => bars.some((bar) => covers(bar, column) && bar.lane >= lanes));
  const fits = (bar: Bar) =>
    bar.lane < lanes - 1 || (bar.lane === lanes - 1 && !columns.some((column) => crowded[column] && covers(bar, column)));
  const visible = bars.filter(fits);
  const hidden = columns.map((column) => bars.filter((bar) => covers(bar, column) && !fits(bar)).length);
  return { visible, hidden };
}

function cut(span: DaySpan, first: CalendarDate, last: CalendarDate) {
  const column = Math.max(0, daysBetween(first, span.first));
  const end = Math.min(daysBetween(first, last), daysBetween(first, span.last));
  return { column, columns: end - column + 1, continuesBefore: span.first < first, continuesAfter: span.last > last };
}
