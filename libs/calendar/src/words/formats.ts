/** Dates and times in the reader's language and the calendar's zone. */

import { asUtcNoon, addDays, type CalendarDate } from '../dates/calendar-date';
import { type When } from '../events/calendar-event';
import { type VisibleRange } from '../layout/visible-range';

export interface Formats {
  /** "November 2026" */
  month(date: CalendarDate): string;
  /** "Nov 16 – 22, 2026" */
  days(range: VisibleRange): string;
  /** "Wednesday, November 18, 2026" */
  dayLong(date: CalendarDate): string;
  /** "Wed" */
  weekday(date: CalendarDate): string;
  weekdayLong(date: CalendarDate): string;
  /** "18", in Japanese without 日 */
  dayOfMonth(date: CalendarDate): string;
  /** "Dec 1", for the first of a month */
  dayAndMonth(date: CalendarDate): string;
  /** "9am", "9:30am", "9:30": for where there is little room. */
  time(instant: number): string;
  /** "9 AM": the label of an hour, 0 to 23. */
  hour(hour: number): string;
  /** When an event is: "Wednesday, November 18, 9:00 – 10:00 AM" */
  when(when: When): string;
}

export function createFormats(locale: string, timeZone: string): Formats {
  const ofDate = (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(locale, { ...options, timeZone: 'UTC' });
  const month = ofDate({ year: 'numeric', month: 'long' });
  const days = ofDate({ year: 'numeric', month: 'short', day: 'numeric' });
  const dayLong = ofDate({ year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' });
  const weekday = ofDate({ weekday: 'short' });
  const weekdayLong = ofDate({ weekday: 'long' });
  const dayOfMonth = ofDate({ day: 'numeric' });
  const dayAndMonth = ofDate({ month: 'short', day: 'numeric' });
  const hour = ofDate({ hour: 'numeric' });
  const time = new Intl.DateTimeFormat(locale, { hour: 'numeric', minute: '2-digit', timeZone });
  const whenDays = ofDate({ month: 'long', day: 'numeric', weekday: 'short' });
  const whenTimes = new Intl.DateTimeFormat(locale, {
    month: 'long',
    day: 'numeric',
    weekday: 'short',
    hour: 'numeric',
    minute: '2-digit',
    timeZone,
  });

  return {
    month: (date) => month.format(asUtcNoon(date)),
    days: ({ first, days: count }) => days.formatRange(asUtcNoon(first), asUtcNoon(addDays(first, count - 1))),
    dayLong: (date) => dayLong.format(asUtcNoon(date)),
    weekday: (date) => weekday.format(asUtcNoon(date)),
    weekdayLong: (date) => weekdayLong.format(asUtcNoon(date)),
    dayOfMonth: (date) => part(dayOfMonth, asUtcNoon(date)),
    dayAndMonth: (date) => dayAndMonth.format(asUtcNoon(date)),
    time: (instant) => shortTime(time.formatToParts(instant)),
    hour: (hours) => hour.format(Date.UTC(2026, 0, 1, hours)),
    when: (when) =>
      when.allDay
        ? whenDays.formatRange(asUtcNoon(when.start), asUtcNoon(addDays(when.end, -1)))
        : whenTimes.formatRange(when.start, when.end),
  };
}

/** English clocks of twelve hours leave out what goes without saying. */
function shortTime(parts: readonly Intl.DateTimeFormatPart[]): string {
  const find = (type: Intl.DateTimeFormatPartTypes) => parts.find((part) => part.type === type)?.value ?? '';
  const period = find('dayPeriod');
  if (!/^[ap]\.?m/i.test(period)) return parts.map(({ value }) => value).join('');
  const minute = find('minute');
  return `${find('hour')}${minute === '00' ? '' : `:${minute}`}${period.toLowerCase()}`;
}

function part(format: Intl.DateTimeFormat, date: Date): string {
  return format.formatToParts(date).find(({ type }) => type === 'day')?.value ?? '';
}
