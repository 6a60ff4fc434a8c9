import type { ReleaseTag } from '@pintag/release';
import { expect, test } from 'vitest';
import { presentForeign, presentResults } from './present-results.ts';

const foreign = (version: string, day: number, more?: Partial<ReleaseTag>): ReleaseTag => ({
  feature: 'calendar',
  version,
  tag: `calendar-v${version}`,
  commit: '1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d',
  committedAt: `2026-11-${String(day).padStart(2, '0')}T09:00:00.000Z`,
  onReleaseBranch: true,
  ...more,
});

test('each result says why, an unchanged one on its own line', () => {
  const text = presentResults(
    [
      {
        feature: 'calendar',
        version: '1.0.1',
        status: 'unchanged',
        reason: 'calendar 1.0.1 was abandoned, and nothing can be loaded from it.',
      },
      {
        feature: 'questionnaire',
        version: '1.1.0',
        status: 'failed',
        reason: 'It did not build.',
        remedy: 'Build it.',
        page: 'docs/errors/X.md',
      },
      { feature: 'seating', status: 'unchanged' },
    ],
    { colour: false },
  );
  expect(text).toBe(`calendar@1.0.1       unchanged  calendar 1.0.1 was abandoned, and nothing can be loaded from it.
questionnaire@1.1.0  failed
  It did not build.
  Build it.
  docs/errors/X.md
seating              unchanged
`);
});

test('a foreign tag is named with what it is and how to adopt it', () => {
  expect(presentForeign([foreign('1.0.0', 1), foreign('1.1.0', 2, { run: 'a-run', onReleaseBranch: false })]))
    .toBe(`calendar-v1.1.0 is on no release branch and is left alone; \`pintag reconcile --adopt calendar-v1.1.0\` publishes it.
calendar-v1.0.0 was not made by a release and is left alone; \`pintag reconcile --adopt calendar-v1.0.0\` publishes it.
`);
});

test('a foreign tag that a result speaks of is not named twice, and one that only begins alike is', () => {
  const reason = 'It is not on the CDN: `pintag reconcile --adopt calendar-v1.0.0` publishes it.';
  const text = presentForeign(
    [foreign('1.0.0', 1), foreign('1.0.0-beta.1', 2)],
    [{ feature: 'calendar', status: 'unchanged', reason, tag: 'calendar-v1.0.0', standing: 'foreign' }],
  );
  expect(text.match(/^calendar\S+/gm)).toEqual(['calendar-v1.0.0-beta.1']);
});

test('of many foreign tags the newest are named and the others counted', () => {
  const text = presentForeign(Array.from({ length: 12 }, (_, minor) => foreign(`1.${minor}.0`, minor + 1)));
  expect(text.match(/^calendar\S+/gm)).toEqual([11, 10, 9, 8, 7].map((minor) => `calendar-v1.${minor}.0`));
  expect(text).toMatch(/And 7 more: `pintag reconcile --check` lists them all\.\n$/);
});
