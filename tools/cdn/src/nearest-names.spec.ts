import { expect, test } from 'vitest';
import { PintagError } from './errors.ts';
import { nearestNames } from './nearest-names.ts';

const known = ['calendar', 'calendar-month', 'menu', 'questionnaire', 'seating-plan'];

test.each([
  ['calender', ['calendar']],
  ['clandar', ['calendar']],
  ['calednar', ['calendar']],
  ['month', ['calendar-month']],
  ['questionaire', ['questionnaire']],
  ['seating', ['seating-plan']],
  ['mneu', ['menu']],
  ['lunch', []],
])('who writes %s may mean %j', (name, nearest) => {
  expect(nearestNames(name, known)).toEqual(nearest);
});

test('of many features the message names the nearest, and else a few', () => {
  const many = Array.from({ length: 100 }, (_, number) => `feature-${number}`);
  expect(new PintagError('PT_FEATURE_UNKNOWN', { feature: 'calender', known: ['calendar', 'menu'] }).remedy).toBe(
    'Is it calendar? The features are calendar, menu.',
  );
  expect(new PintagError('PT_FEATURE_UNKNOWN', { feature: 'lunch', known: many }).remedy).toMatch(
    /^The features are feature-0, .*feature-19 and 80 more\.$/,
  );
});
