import type { FeatureMoved } from '@pintag/release';
import { expect, test } from 'vitest';
import { clock, draw, emptyView, enter, follow, type ReleaseView } from './release-view.ts';

const moved = (feature: string, state: FeatureMoved['state'], more?: Partial<FeatureMoved>): FeatureMoved => ({
  event: 'feature',
  feature,
  version: '1.0.0',
  state,
  ...more,
});
const wide = { columns: 100, rows: 24, elapsed: 42_000, colour: false };
const after = (...events: readonly FeatureMoved[]): ReleaseView => events.reduce(follow, enter(emptyView, 'publish'));

test('shows the phase, the time, how many are done, and what happens to the others', () => {
  const view = after(
    moved('calendar', 'publishing', { files: { done: 3, of: 12 }, bytes: { done: 400_000, of: 1_230_000 } }),
    moved('menu', 'finished'),
    moved('questionnaire', 'verifying'),
    moved('seating', 'tagged'),
    moved('timetable', 'failed'),
  );
  expect(draw(view, wide)).toBe(
    [
      'Publishing  0:42  1 of 5 done, 1 waiting  1 failed',
      '  calendar@1.0.0       publishing  3/12 files  0.4 of 1.2 MB',
      '  questionnaire@1.0.0  verifying',
    ].join('\n'),
  );
});

test('what lies within a phase does not change what is shown', () => {
  const view = enter(emptyView, 'plan');
  expect(enter(view, 'history')).toBe(view);
});

test.each([20, 34, 60])('no line is wider than a terminal of %i columns', (columns) => {
  const view = after(
    moved('a-feature-with-quite-a-long-name', 'publishing', { files: { done: 3, of: 12 }, bytes: { done: 1, of: 2 } }),
    moved('menu', 'failed'),
  );
  const lines = draw(view, { ...wide, columns }).split('\n');
  expect(lines.filter((line) => line.length > columns)).toEqual([]);
  expect(lines[1]).toContain('…');
});

test('of many features as many are shown as fit, and the others counted', () => {
  const view = after(...Array.from({ length: 40 }, (_, number) => moved(`feature-${number}`, 'building')));
  const lines = draw(view, { ...wide, rows: 10 }).split('\n');
  expect(lines).toHaveLength(7);
  expect(lines.at(-1)).toBe('  and 35 more');
});

test('colours are left out when they are not wanted', () => {
  const escape = String.fromCharCode(27);
  expect(draw(after(moved('menu', 'failed')), wide)).not.toContain(escape);
  expect(draw(after(moved('menu', 'failed')), { ...wide, colour: true })).toContain(escape);
});

test.each([
  [0, '0:00'],
  [67_900, '1:07'],
  [3_723_000, '1:02:03'],
  [-5, '0:00'],
])('%i ms are %s', (milliseconds, text) => {
  expect(clock(milliseconds)).toBe(text);
});
