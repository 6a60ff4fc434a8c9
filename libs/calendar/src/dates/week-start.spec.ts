import { expect, test } from 'vitest';
import { parseWeekStart, weekStartOf } from './week-start';

const locales: readonly [string, number][] = [
  ['en-US', 7],
  ['en-GB', 1],
  ['en', 7],
  ['ja', 7],
  ['ja-JP', 7],
  ['de', 1],
  ['fr-CA', 7],
  ['ar-EG', 6],
  ['fa-IR', 6],
  ['pt-BR', 7],
  ['pt-PT', 7],
  ['en-AE', 6],
  ['dv-MV', 5],
  ['en-IN', 7],
  ['en-AU', 1],
];

test.each(locales)('%s begins its week on day %i where the engine does not know', (locale, expected) => {
  expect(weekStartOf(locale, () => ({}))).toBe(expected);
});

test('the engine that knows is asked, in its new and its old way', () => {
  expect(weekStartOf('en-US', () => ({ getWeekInfo: () => ({ firstDay: 3 }) }))).toBe(3);
  expect(weekStartOf('en-US', () => ({ weekInfo: { firstDay: 4 } }))).toBe(4);
});

const texts: readonly [string | number | null, number | undefined][] = [
  ['monday', 1],
  ['Sunday', 7],
  ['sat', 6],
  ['1', 1],
  [1, 1],
  ['7', 7],
  ['0', 7],
  [' mon ', 1],
  ['8', undefined],
  ['m', undefined],
  ['montag', undefined],
  ['', undefined],
  [null, undefined],
];
test.each(texts)('week-start %j is day %s', (text, expected) => {
  expect(parseWeekStart(text)).toBe(expected);
});
