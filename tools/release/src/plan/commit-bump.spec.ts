import { expect, test } from 'vitest';
import { plainMessage } from '../git/plain-message.ts';
import { bumpOf, isConventional, plainTypeOf, subjectOf } from './commit-bump.ts';

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

test.each([
  ['fix: a\u2028b\u2029c', 'fix: a b c'],
  ['fix: a\u0085b\vc\fd\re', 'fix: a b c d e'],
  ['fix: \u001B[31mred\u0007\u009B0m', 'fix:  [31mred  0m'],
  ['fix: a\tb\u007F', 'fix: a b '],
  ['fix: \u202Eevil\u2066', 'fix:  evil '],
  ['fix: x\r\n\r\nBody', 'fix: x'],
  ['fix: 質問 – “ü” 👩‍🏫', 'fix: 質問 – “ü” 👩‍🏫'],
])('the subject of %j is one line that shows as it is', (message, subject) => {
  expect(subjectOf(plainMessage(message))).toBe(subject);
});

test('commits of one plain type ask for the same, whatever else they say', async () => {
  const bodies = ['', '\n\nBecause.\n\nRefs: #7', '\n\n- one\n- two'];
  for (const type of ['feat', 'fix', 'perf', 'docs', 'chore', 'Feat', 'wip']) {
    const messages = bodies.flatMap((body) => [`${type}: x${body}`, `${type}(calendar): y${body}`]);
    const asked = await Promise.all(messages.map((message) => bumpOf({ hash: 'c1', message }, '.')));
    expect(new Set(messages.map(plainTypeOf))).toEqual(new Set([type]));
    expect(new Set(asked).size).toBe(1);
  }
});

test.each([
  'feat!: x',
  'docs(calendar)!: x',
  'docs: x\n\nBREAKING CHANGE: y',
  'docs: x\n\nbreaking-change: y',
  'feat: x [skip release]',
  'Revert "feat: x"\n\nThis reverts commit 0123456789012345678901234567890123456789.',
  'docs: x\n\n-type-\nfeat',
])('%j is more than its type', (message) => {
  expect(plainTypeOf(message)).toBeUndefined();
});
