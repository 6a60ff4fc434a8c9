import { expect, test } from 'vitest';
import { hasMark, trackContainment } from './containment.ts';

/** Newest first, children before parents: `m` merges `b1` into `a2`, and both lines come from `a1`. */
const history = [['m', 'a2', 'b1'], ['a2', 'a1'], ['b1', 'a1'], ['a1', 'a0'], ['a0']].map(([hash, ...parents]) => ({
  hash: hash!,
  parents,
}));

const containedIn = (marks: Record<string, number[]>, mark: number): string[] => {
  const { visit } = trackContainment(new Map(Object.entries(marks)));
  return history.filter((commit) => hasMark(visit(commit), mark)).map(({ hash }) => hash);
};

test('what a commit contains is found across merges, itself included', () => {
  expect(containedIn({ b1: [0] }, 0)).toEqual(['b1', 'a1', 'a0']);
  expect(containedIn({ m: [0] }, 0)).toHaveLength(5);
  expect(containedIn({ older: [0] }, 0)).toEqual([]);
});

test('marks of several commits do not mix, however many there are', () => {
  expect(containedIn({ a2: [200, 3], b1: [64] }, 200)).toEqual(['a2', 'a1', 'a0']);
  expect(containedIn({ a2: [200, 3], b1: [64] }, 3)).toEqual(['a2', 'a1', 'a0']);
  expect(containedIn({ a2: [200, 3], b1: [64] }, 64)).toEqual(['b1', 'a1', 'a0']);
});

test('a mark that is restarted forgets what it said', () => {
  const { visit, restart } = trackContainment(new Map());
  const seen = history.map((commit) => {
    const marked = hasMark(visit(commit), 0);
    if (commit.hash === 'a2' || commit.hash === 'b1') restart(0, { parents: commit.hash === 'a2' ? ['b1'] : commit.parents });
    return [commit.hash, marked];
  });

  expect(seen).toEqual([
    ['m', false],
    ['a2', false],
    ['b1', true],
    ['a1', true],
    ['a0', true],
  ]);
});

test('of what was not visited, the commits that contain it are known too', () => {
  const { visit, reached } = trackContainment(
    new Map([
      ['m', [0]],
      ['a0', [1]],
      ['a2', [2]],
      ['elsewhere', [3]],
    ]),
  );
  for (const commit of history.slice(0, -1)) visit(commit);
  expect(reached('a0')).toBe(0b111n);
  expect(reached('elsewhere')).toBe(0b1000n);
  expect(reached('unknown')).toBe(0n);
});
