import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  addDays,
  addMonths,
  addYears,
  type CalendarDate,
  dateOfDay,
  dayNumber,
  daysBetween,
  daysFrom,
  isCalendarDate,
  startOfWeek,
  type Weekday,
  weekdayOf,
} from './calendar-date';

const dates = fc.integer({ min: -719_162, max: 2_932_896 }).map(dateOfDay);
const weekdays = fc.integer({ min: 1, max: 7 }).map((day) => day as Weekday);

test.each([
  ['2026-11-22', true],
  ['2024-02-29', true],
  ['2000-02-29', true],
  ['9999-12-31', true],
  ['2026-02-29', false],
  ['1900-02-29', false],
  ['2026-02-30', false],
  ['2026-13-01', false],
  ['2026-00-10', false],
  ['2026-11-31', false],
  ['0000-12-31', false],
  ['2026-1-2', false],
  ['2026-11-22T00:00', false],
  ['', false],
  [undefined, false],
])('%s is a day of the calendar: %s', (text, expected) => {
  expect(isCalendarDate(text)).toBe(expected);
});

const additions: readonly [CalendarDate, number, CalendarDate][] = [
  ['2026-12-31', 1, '2027-01-01'],
  ['2027-01-01', -1, '2026-12-31'],
  ['2028-02-28', 1, '2028-02-29'],
  ['2027-02-28', 1, '2027-03-01'],
  ['2026-03-08', 1, '2026-03-09'],
  ['2026-11-22', 365, '2027-11-22'],
  ['9999-12-31', 1, '9999-12-31'],
  ['0001-01-01', -1, '0001-01-01'],
];
test.each(additions)('%s and %i days is %s', (date, days, expected) => {
  expect(addDays(date, days)).toBe(expected);
});

const months: readonly [CalendarDate, number, CalendarDate][] = [
  ['2026-01-31', 1, '2026-02-28'],
  ['2028-01-31', 1, '2028-02-29'],
  ['2026-03-31', -1, '2026-02-28'],
  ['2026-12-15', 1, '2027-01-15'],
  ['2026-01-15', -1, '2025-12-15'],
  ['2026-11-22', 14, '2028-01-22'],
  ['2028-02-29', 12, '2029-02-28'],
  ['0001-01-10', -1, '0001-01-01'],
  ['9999-12-10', 1, '9999-12-31'],
];
test.each(months)('%s and %i months is %s', (date, count, expected) => {
  expect(addMonths(date, count)).toBe(expected);
});

test('a leap day a year later is the last of February', () => {
  expect(addYears('2028-02-29', 1)).toBe('2029-02-28');
  expect(addYears('2028-02-29', 4)).toBe('2032-02-29');
});

const weekStarts: readonly [CalendarDate, Weekday, CalendarDate][] = [
  ['2026-11-22', 7, '2026-11-22'],
  ['2026-11-22', 1, '2026-11-16'],
  ['2026-11-22', 6, '2026-11-21'],
  ['2026-11-16', 1, '2026-11-16'],
  ['2027-01-01', 1, '2026-12-28'],
  ['2027-01-01', 7, '2026-12-27'],
  ['1969-12-31', 1, '1969-12-29'],
];
test.each(weekStarts)('the week of %s that begins on weekday %i begins on %s', (date, weekStart, expected) => {
  expect(startOfWeek(date, weekStart)).toBe(expected);
});

test('a day number names its day, both ways', () => {
  fc.assert(fc.property(dates, (date) => isCalendarDate(date) && dateOfDay(dayNumber(date)) === date));
});

test('a week begins on its first weekday, at most six days before', () => {
  fc.assert(
    fc.property(dates, weekdays, (date, weekStart) => {
      const first = startOfWeek(date, weekStart);
      fc.pre(first > '0001-01-07');
      expect(weekdayOf(first)).toBe(weekStart);
      expect(daysBetween(first, date)).toBeGreaterThanOrEqual(0);
      expect(daysBetween(first, date)).toBeLessThan(7);
    }),
  );
});

test('a run of days has no gap and no day twice', () => {
  expect(daysFrom('2028-02-27', 4)).toEqual(['2028-02-27', '2028-02-28', '2028-02-29', '2028-03-01']);
});
