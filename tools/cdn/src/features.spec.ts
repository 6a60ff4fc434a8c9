import { expect, test } from 'vitest';
import { checkFeatureName, documentationFiles, findFeatures, gitTag } from './features.ts';

test('a feature is an entry file, sorted by name', () => {
  const files = ['libs/questionnaire/src/element.ts', 'libs/calendar/src/month.element.ts', 'libs/calendar/src/element.ts'];

  expect(findFeatures(files)).toEqual([
    { name: 'calendar', element: 'pt-calendar', root: 'libs/calendar', entry: 'libs/calendar/src/element.ts' },
    { name: 'calendar-month', element: 'pt-calendar-month', root: 'libs/calendar', entry: 'libs/calendar/src/month.element.ts' },
    { name: 'questionnaire', element: 'pt-questionnaire', root: 'libs/questionnaire', entry: 'libs/questionnaire/src/element.ts' },
  ]);
});

test.each([
  'libs/calendar/element.ts',
  'libs/calendar/src/app/element.ts',
  'libs/shared/ui/src/element.ts',
  'libs/calendar/src/element.spec.ts',
  'libs/calendar/src/define-element.ts',
  'apps/calendar/src/element.ts',
  'old/libs/calendar/src/element.ts',
])('%s is no entry file', (file) => {
  expect(findFeatures([file])).toEqual([]);
});

test.each(['runtime', 'index', 'stable', 'next', 'latest', 'v1', 'v1.2', 'Calendar', '1st', '_hidden', 'a--b', 'a-', 'a_b', 'é', ''])(
  '"%s" cannot be a feature name',
  (name) => {
    expect(() => checkFeatureName(name)).toThrow(expect.objectContaining({ code: 'PT_FEATURE_NAME' }));
  },
);

test.each(['calendar', 'seating-plan', 'room-2', 'vocabulary', 'v1-view', 'indexer'])('"%s" can be a feature name', (name) => {
  expect(checkFeatureName(name)).toBe(name);
});

test('a part may not make a reserved or malformed name', () => {
  expect(() => findFeatures(['libs/calendar/src/Month.element.ts'])).toThrow('calendar-Month');
});

test('the git tag', () => {
  expect(gitTag('questionnaire', '1.1.0')).toBe('questionnaire-v1.1.0');
});

test("a feature's manifest is its own, else its library's", () => {
  const [calendar, month] = findFeatures(['libs/calendar/src/element.ts', 'libs/calendar/src/month.element.ts']);

  expect(documentationFiles(calendar!)).toEqual(['libs/calendar/custom-elements.json']);
  expect(documentationFiles(month!)).toEqual(['libs/calendar/month.custom-elements.json', 'libs/calendar/custom-elements.json']);
});
