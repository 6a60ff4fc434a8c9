import { expect, test } from 'vitest';
import { longestComment } from './place-comment.ts';
import { type ReleasedVersion, releasedComment, releasedMarker } from './released-comment.ts';

const version = (number: number): ReleasedVersion => ({
  feature: `feature-${number}`,
  version: '1.1.0',
  url: `https://github.com/acme/school/releases/tag/feature-${number}-v1.1.0`,
});
const versions = (count: number): ReleasedVersion[] => Array.from({ length: count }, (_, index) => version(index));
const linesOf = (text: string): string[] => [...text.matchAll(/^- \[(\S+) /gm)].map(([, feature]) => feature!);

/** As runs tell them, some at a time. */
function tell(count: number, longest?: number): string {
  let text: string | undefined;
  for (let start = 0; start < count; start += 4) text = releasedComment('issue', text, versions(count).slice(start, start + 4), longest);
  return text!;
}

test('a comment that is full keeps the newest lines, says how many more there are, and stays within the limit', () => {
  const text = tell(12, 600);

  expect(text.length).toBeLessThanOrEqual(600);
  expect(text).toMatchInlineSnapshot(`
    "<!-- pintag:released -->
    What resolves this issue is released:

    - [feature-8 1.1.0](https://github.com/acme/school/releases/tag/feature-8-v1.1.0)
    - [feature-9 1.1.0](https://github.com/acme/school/releases/tag/feature-9-v1.1.0)
    - [feature-10 1.1.0](https://github.com/acme/school/releases/tag/feature-10-v1.1.0)
    - [feature-11 1.1.0](https://github.com/acme/school/releases/tag/feature-11-v1.1.0)
    - and 8 more

    <!-- pintag:told-before feature-0@1.1.0 feature-1@1.1.0 feature-2@1.1.0 feature-3@1.1.0 feature-4@1.1.0 feature-5@1.1.0 feature-6@1.1.0 feature-7@1.1.0 -->
    "
  `);
});

test.each([700, 744, 1_000, 1_400, 3_000])('GitHub takes a comment on a change that %i features were released for', (count) => {
  const text = tell(count);
  expect(text.length).toBeLessThanOrEqual(longestComment);
  expect(text.startsWith(releasedMarker)).toBe(true);
});

test.each([3, 12, 60])('of %i versions nothing is told twice, also not what has no line any more', (count) => {
  const text = tell(count, 600);
  for (const one of versions(count)) expect(releasedComment('issue', text, [one], 600)).toBe(text);
});

test('a full comment still tells the next version', () => {
  const text = releasedComment('issue', tell(12, 600), [version(99)], 600);

  expect(linesOf(text).at(-1)).toBe('feature-99');
  expect(text).toMatch(/^- and 9 more$/m);
  expect(text.length).toBeLessThanOrEqual(600);
});

test('where not even the names fit, the comment stays as it is, and what it does not name counts as told', () => {
  const text = tell(60, 600);

  expect(text.length).toBeLessThanOrEqual(600);
  expect(text).toMatch(/^- and many more$/m);
  expect(linesOf(text)).not.toEqual([]);
  expect(releasedComment('issue', text, [version(99)], 600)).toBe(text);
});

test('one run with more than fits leaves a comment that fits', () => {
  for (const count of [12, 60]) expect(releasedComment('issue', undefined, versions(count), 600).length).toBeLessThanOrEqual(600);
});
