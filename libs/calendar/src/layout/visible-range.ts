/** Which days a view shows, and where its keys lead. */

import {
  addDays,
  addMonths,
  addYears,
  type CalendarDate,
  daysBetween,
  firstOfMonth,
  startOfWeek,
  type Weekday,
} from '../dates/calendar-date';

export type CalendarView = 'month' | 'week';

/** Days from `first` on; `first` begins a week. */
export interface VisibleRange {
  readonly first: CalendarDate;
  readonly days: number;
}

export function isCalendarView(text: unknown): text is CalendarView {
  return text === 'month' || text === 'week';
}

/** A month shows the four to six weeks it touches. */
export function visibleRange(view: CalendarView, date: CalendarDate, weekStart: Weekday): VisibleRange {
  if (view === 'week') return { first: startOfWeek(date, weekStart), days: 7 };
  const first = startOfWeek(firstOfMonth(date), weekStart);
  const next = addMonths(firstOfMonth(date), 1);
  return { first, days: Math.ceil(daysBetween(first, next) / 7) * 7 };
}

/** The date that "previous" (-1) and "next" (1) lead to. */
export function stepView(view: CalendarView, date: CalendarDate, step: -1 | 1): CalendarDate {
  return view === 'month' ? addMonths(date, step) : addDays(date, 7 * step);
}

export interface GridKey {
  readonly key: string;
  readonly shiftKey: boolean;
  readonly ctrlKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/**
 * The date a key moves to in a grid of days (ARIA Authoring Practices, "date picker dialog"); `undefined`: not a key of ours.
 * In the week view Page Up and Down turn weeks, with Shift months; the arrows up and down belong to the hours there.
 */
export function dateAfterKey(view: CalendarView, pressed: GridKey, date: CalendarDate, weekStart: Weekday): CalendarDate | undefined {
  if (pressed.ctrlKey || pressed.altKey || pressed.metaKey) return undefined;
  const month = view === 'month';
  switch (pressed.key) {
    case 'ArrowLeft':
      return addDays(date, -1);
    case 'ArrowRight':
      return addDays(date, 1);
    case 'ArrowUp':
      return month ? addDays(date, -7) : undefined;
    case 'ArrowDown':
      return month ? addDays(date, 7) : undefined;
    case 'Home':
      return startOfWeek(date, weekStart);
    case 'End':
      return addDays(startOfWeek(date, weekStart), 6);
    case 'PageUp':
      return page(-1);
    case 'PageDown':
      return page(1);
    default:
      return undefined;
  }

  function page(step: -1 | 1): CalendarDate {
    if (month) return pressed.shiftKey ? addYears(date, step) : addMonths(date, step);
    return pressed.shiftKey ? addMonths(date, step) : addDays(date, 7 * step);
  }
}
