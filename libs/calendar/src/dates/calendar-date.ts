/** Days without time or zone (`2026-11-22`) and the arithmetic on them. Pure; the day number is days since 1970-01-01. */

/** A day of the proleptic Gregorian calendar, years 0001 to 9999. */
export type CalendarDate = `${number}-${number}-${number}`;

/** ISO 8601: Monday 1 to Sunday 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

const millisecondsPerDay = 86_400_000;
const firstDay = -719_162;
const lastDay = 2_932_896;

export function isCalendarDate(text: unknown): text is CalendarDate {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text) || text < '0001-01-01') return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  // V8 accepts 2026-02-30 and rolls over; a real day reads back the same.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

export function dayNumber(date: CalendarDate): number {
  return Date.parse(`${date}T00:00:00Z`) / millisecondsPerDay;
}

/** Days beyond the years 0001 to 9999 become the nearest day within. */
export function dateOfDay(day: number): CalendarDate {
  const within = Math.min(Math.max(day, firstDay), lastDay);
  return new Date(within * millisecondsPerDay).toISOString().slice(0, 10) as CalendarDate;
}

export function addDays(date: CalendarDate, days: number): CalendarDate {
  return dateOfDay(dayNumber(date) + days);
}

/** How many days `to` is after `from`; negative when before. */
export function daysBetween(from: CalendarDate, to: CalendarDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** The same day of another month, or that month's last day when it is shorter: 31 January plus one month is 28 February. */
export function addMonths(date: CalendarDate, months: number): CalendarDate {
  const { year, month, day } = fieldsOf(date);
  const index = year * 12 + (month - 1) + months;
  const target = { year: Math.floor(index / 12), month: (index % 12) + 1 };
  if (target.year < 1) return dateOfDay(firstDay);
  if (target.year > 9999) return dateOfDay(lastDay);
  return dateOf({ ...target, day: Math.min(day, daysInMonth(target)) });
}

export function addYears(date: CalendarDate, years: number): CalendarDate {
  return addMonths(date, years * 12);
}

export function firstOfMonth(date: CalendarDate): CalendarDate {
  return `${date.slice(0, 8)}01` as CalendarDate;
}

export function isSameMonth(a: CalendarDate, b: CalendarDate): boolean {
  return a.slice(0, 7) === b.slice(0, 7);
}

export function weekdayOf(date: CalendarDate): Weekday {
  // 1970-01-01 was a Thursday (4).
  return (modulo(dayNumber(date) + 3, 7) + 1) as Weekday;
}

export function startOfWeek(date: CalendarDate, weekStart: Weekday): CalendarDate {
  return addDays(date, -modulo(weekdayOf(date) - weekStart, 7));
}

/** `count` days from `first` on. */
export function daysFrom(first: CalendarDate, count: number): CalendarDate[] {
  const start = dayNumber(first);
  return Array.from({ length: count }, (_, index) => dateOfDay(start + index));
}

/** Noon UTC of the day: formatted with `timeZone: 'UTC'` it shows this very day everywhere. */
export function asUtcNoon(date: CalendarDate): Date {
  return new Date(`${date}T12:00:00Z`);
}

interface DateFields {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

function fieldsOf(date: CalendarDate): DateFields {
  return { year: Number(date.slice(0, 4)), month: Number(date.slice(5, 7)), day: Number(date.slice(8, 10)) };
}

function dateOf({ year, month, day }: DateFields): CalendarDate {
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}` as CalendarDate;
}

function daysInMonth({ year, month }: { readonly year: number; readonly month: number }): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
