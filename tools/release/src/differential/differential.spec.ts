/** A part of what `npm run test:differential` runs whole: real git, and semantic-release's own core as the judge. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { compare } from './compare.ts';
import { describeDifferences, intendedDifferences, runDifferential } from './index.ts';
import { generateHistory } from './history/generate-history.ts';

const docs = new URL('../../../../docs/', import.meta.url);
const page = readFileSync(new URL('differential.md', docs), 'utf8');

/** Together they have every ingredient. */
const seed = 1;
const numbers = [2, 5, 6, 7, 8, 10, 11, 13, 30, 68, 78, 126];

test('a plan says what semantic-release would do, feature by feature', { timeout: 300_000 }, async () => {
  const { differing, coverage, agreed, features } = await runDifferential({ seed, numbers, env: process.env });

  expect(differing.map(describeDifferences).join('\n')).toBe('');
  expect(agreed).toBe(features);
  expect([...coverage].flatMap(([name, count]) => (count === 0 ? [name] : []))).toEqual([]);
});

test('the same seed and number make the same history, others another', () => {
  const [one, same, other] = [generateHistory(7, 3), generateHistory(7, 3), generateHistory(8, 3)].map(({ draft, used }) =>
    JSON.stringify({ used, subjects: draft.commits.map(({ subject, seconds }) => [subject, seconds]), tags: draft.tags }),
  );
  expect(same).toBe(one);
  expect(other).not.toBe(one);
});

test('a difference in any one field is found, and told with what makes the history again', () => {
  const answer = {
    feature: 'calendar',
    outcome: 'release',
    version: '1.1.0',
    channel: null,
    commits: ['a own minor'],
    notes: 'x\ny',
  } as const;
  expect(compare([answer], [answer])).toEqual([]);
  expect(compare([], [answer]).map(({ feature }) => feature)).toEqual(['calendar']);
  const changes = [
    { version: '1.2.0' },
    { channel: 'next' },
    { commits: ['b own minor'] },
    { notes: 'y\nx' },
    { outcome: 'promotion' } as const,
  ];
  expect(changes.map((change) => compare([{ ...answer, ...change }], [answer])[0]?.fields)).toEqual(
    changes.map((change) => Object.keys(change)),
  );

  const history = generateHistory(7, 3);
  const differences = compare([{ ...answer, version: '1.2.0' }], [answer]);
  const told = describeDifferences({ history, features: 1, differences, covered: new Set(), noted: new Set(), graph: '* a' });
  expect(told).toContain('npm run test:differential -- --seed 7 --only 3');
  expect(told).toMatch(/version, ours: {3}1\.2\.0\n {4}version, oracle: 1\.1\.0\n\n\* a/);
});

test.each(intendedDifferences)('docs/differential.md states the difference “$name”', ({ name, rule, reason, page: where }) => {
  const row = page.split('\n').find((line) => line.startsWith(`| ${name} `));
  expect(row?.split('|').map((cell) => cell.trim())).toEqual(['', name, rule, reason, expect.stringContaining(`(${where})`), '']);
  expect(existsSync(new URL(where, docs))).toBe(true);
});

test('docs/differential.md states no difference that there is not', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| '));
  expect(rows).toHaveLength(intendedDifferences.length + 2);
});
