import { expect, test } from 'vitest';
import { bumpOf, isConventional } from './commit-bump.ts';

const cases: readonly (readonly [message: string, conventional: boolean, bump: string | undefined])[] = [
  ['feat: x', true, 'minor'],
  ['fix(calendar): x', true, 'patch'],
  ['perf: x', true, 'patch'],
  ['feat!: x', true, 'major'],
  ['refactor(calendar)!: x', true, 'major'],
  ['chore: x\n\nBREAKING CHANGE: y', true, 'major'],
  ['fix: x\n\nSome text.\n\nBREAKING-CHANGE: y', true, 'major'],
  ['docs: x', true, undefined],
  ['chore(release): x', true, undefined],
  ['feat: x [skip release]', true, undefined],
  ['Revert "feat: x"\n\nThis reverts commit 0123456789012345678901234567890123456789.', true, 'patch'],
  ['revert: feat: x', true, undefined],
  ['Merge branch next', false, undefined],
  ['feat add a thing', false, undefined],
  ['Fixed it', false, undefined],
  ['', false, undefined],
];

test.each(cases)('%j', async (message, conventional, bump) => {
  expect([isConventional(message), await bumpOf({ hash: 'c1', message }, '.')]).toEqual([conventional, bump]);
});
