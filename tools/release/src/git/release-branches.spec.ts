import { expect, test } from 'vitest';
import { concerns, matchReleaseBranches } from './release-branches.ts';

test('reads branches as semantic-release does', () => {
  const specs = [
    '+([0-9])?(.{+([0-9]),x}).x',
    'main',
    'next',
    { name: 'beta', prerelease: true },
    { name: 'questionnaire-1.x', range: '1.x', channel: '1.x' },
    { name: 'try/*', prerelease: '${name}' },
  ];
  const heads = ['beta', 'main', 'next', 'topic', '1.x', '1.2.x', 'questionnaire-1.x', 'try/a'];

  expect(matchReleaseBranches(specs, heads)).toEqual([
    { name: '1.x', kind: 'maintenance', channel: '1.x' },
    { name: '1.2.x', kind: 'maintenance', channel: '1.2.x' },
    { name: 'main', kind: 'release', channel: null },
    { name: 'next', kind: 'release', channel: 'next' },
    { name: 'beta', kind: 'prerelease', channel: 'beta', prerelease: 'beta' },
    { name: 'questionnaire-1.x', kind: 'maintenance', channel: '1.x' },
    { name: 'try/a', kind: 'prerelease', channel: 'try/a', prerelease: 'try/a' },
  ]);
});

test.each([
  ['main', 'calendar', true],
  ['1.x', 'calendar', true],
  ['questionnaire-1.x', 'questionnaire', true],
  ['questionnaire-1.x', 'calendar', false],
  ['questionnaire-1.2.x', 'calendar', false],
  ['calendar-month-1.x', 'calendar', false],
  ['calendar-month-1.x', 'calendar-month', true],
  ['release-1.x', 'calendar', true],
])('%s concerns %s: %s', (branch, feature, expected) => {
  expect(concerns(branch, feature, ['calendar', 'calendar-month', 'questionnaire'])).toBe(expected);
});
