import { expect, test } from 'vitest';
import { type CalendarDate, type Weekday } from '../dates/calendar-date';
import { type CalendarView, dateAfterKey, visibleRange } from './visible-range';

const ranges: readonly [CalendarView, CalendarDate, Weekday, CalendarDate, number][] = [
  ['month', '2026-11-22', 7, '2026-11-01', 35],
  ['month', '2026-11-22', 1, '2026-10-26', 42],
  ['month', '2026-02-10', 7, '2026-02-01', 28],
  ['month', '2027-01-15', 1, '2026-12-28', 35],
  ['month', '2026-12-31', 1, '2026-11-30', 35],
  ['week', '2026-11-22', 7, '2026-11-22', 7],
  ['week', '2027-01-01', 1, '2026-12-28', 7],
];
test.each(ranges)('the %s of %s with weeks from day %i begins on %s and has %i days', (view, date, weekStart, first, days) => {
  expect(visibleRange(view, date, weekStart)).toEqual({ first, days });
});

const keys: readonly [CalendarView, string, CalendarDate | undefined][] = [
  ['month', 'ArrowLeft', '2026-11-17'],
  ['month', 'ArrowRight', '2026-11-19'],
  ['month', 'ArrowUp', '2026-11-11'],
  ['month', 'ArrowDown', '2026-11-25'],
  ['month', 'Home', '2026-11-15'],
  ['month', 'End', '2026-11-21'],
  ['month', 'PageUp', '2026-10-18'],
  ['month', 'PageDown', '2026-12-18'],
  ['month', 'Shift+PageUp', '2025-11-18'],
  ['month', 'Shift+PageDown', '2027-11-18'],
  ['month', 'Ctrl+ArrowLeft', undefined],
  ['month', 'x', undefined],
  ['week', 'ArrowLeft', '2026-11-17'],
  ['week', 'ArrowUp', undefined],
  ['week', 'ArrowDown', undefined],
  ['week', 'PageUp', '2026-11-11'],
  ['week', 'PageDown', '2026-11-25'],
  ['week', 'Shift+PageUp', '2026-10-18'],
  ['week', 'Shift+PageDown', '2026-12-18'],
];
test.each(keys)('in the %s %s leads from Wednesday the 18th to %s', (view, pressed, expected) => {
  const [key = '', modifier] = pressed.split('+').reverse();
  const modifiers = { shiftKey: modifier === 'Shift', ctrlKey: modifier === 'Ctrl', altKey: false, metaKey: false };
  expect(dateAfterKey(view, { key, ...modifiers }, '2026-11-18', 7)).toBe(expected);
});
