import { expect, test } from 'vitest';
import { type FeatureTag, isPromotion, lastRelease, parseTag } from './last-release.ts';

const tagNames: readonly (readonly [tag: string, parsed: readonly [string, string] | undefined])[] = [
  ['questionnaire-v1.1.0', ['questionnaire', '1.1.0']],
  ['questionnaire-v1.1.0-next.1', ['questionnaire', '1.1.0-next.1']],
  ['calendar-month-v2.0.0', ['calendar-month', '2.0.0']],
  ['seat-v2-v1.0.0', ['seat-v2', '1.0.0']],
  ['latest-stage-v1.0.0', ['latest-stage', '1.0.0']],
  ['latest-v1.0.0', undefined],
  ['index-v1.0.0', undefined],
  ['runtime-v1.0.0', undefined],
  ['v2-v1.0.0', undefined],
  ['v1.0.0', undefined],
  ['questionnaire-v1.0', undefined],
  ['questionnaire-v01.0.0', undefined],
  ['questionnaire-vv1.0.0', undefined],
  ['questionnaire-v1.0.0+build', undefined],
  ['Questionnaire-v1.0.0', undefined],
  ['team/questionnaire-v1.0.0', undefined],
  ['questionnaire@1.0.0', undefined],
];

test.each(tagNames)('tag %s', (tag, parsed) => {
  expect(parseTag(tag)).toEqual(parsed && { feature: parsed[0], version: parsed[1] });
});

const tag = (version: string, ...channels: (string | null)[]): FeatureTag => ({ tag: `q-v${version}`, version, commit: version, channels });
const main = { name: 'main', kind: 'release', channel: null } as const;
const next = { name: 'next', kind: 'prerelease', channel: 'next', prerelease: 'next' } as const;
const tags = [
  tag('1.0.0', null),
  tag('1.10.0', 'later'),
  tag('1.9.0', null),
  tag('2.0.0-next.2', 'next'),
  tag('3.0.0-beta.1', 'beta'),
  tag('4.0.0-next.1', 'other'),
];

test('follows the highest version, prereleases only of the own channel', () => {
  expect(lastRelease(tags, main)?.version).toBe('1.10.0');
  expect(lastRelease(tags, next)?.version).toBe('2.0.0-next.2');
  expect(lastRelease([], main)).toBeUndefined();
});

test('a version of another channel is promoted, but never on a prerelease branch', () => {
  expect(isPromotion(tag('1.10.0', 'later'), main)).toBe(true);
  expect(isPromotion(tag('1.10.0', 'later', null), main)).toBe(false);
  expect(isPromotion(tag('1.10.0', null), next)).toBe(false);
});
