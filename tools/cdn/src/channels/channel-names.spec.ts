import { expect, test } from 'vitest';
import { checkChannelName, majorOf } from './channel-names.ts';

const known = { channels: ['stable', 'next', 'calendar'], features: ['calendar', 'questionnaire'] };
const check = (name: string) => checkChannelName(name, known);

test.each(['stable', 'next', 'v0', 'v1', 'v12'])('%s is a channel', (name) => {
  expect(check(name)).toBe(name);
});

test.each([
  { name: 'Stable', code: 'PT_CHANNEL_NAME', says: 'lower-case words' },
  { name: '_preview', code: 'PT_CHANNEL_NAME', says: 'lower-case words' },
  { name: 'a/b', code: 'PT_CHANNEL_NAME', says: 'lower-case words' },
  { name: '__proto__', code: 'PT_CHANNEL_NAME', says: 'lower-case words' },
  { name: '', code: 'PT_CHANNEL_NAME', says: 'lower-case words' },
  { name: 'runtime', code: 'PT_CHANNEL_NAME', says: 'something else' },
  { name: 'index', code: 'PT_CHANNEL_NAME', says: 'something else' },
  { name: 'v1.1.0', code: 'PT_CHANNEL_NAME', says: 'whole major version' },
  { name: 'v01', code: 'PT_CHANNEL_NAME', says: 'whole major version' },
  { name: 'v1x', code: 'PT_CHANNEL_NAME', says: 'whole major version' },
  { name: 'calendar', code: 'PT_CHANNEL_NAME', says: 'a feature has this name' },
  { name: 'questionnaire', code: 'PT_CHANNEL_NAME', says: 'a feature has this name' },
  { name: 'beta', code: 'PT_CHANNEL_UNKNOWN', says: 'no channel beta' },
  { name: 'constructor', code: 'PT_CHANNEL_UNKNOWN', says: 'no channel constructor' },
])('"$name" is refused: $says', ({ name, code, says }) => {
  expect(() => check(name)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(says) }));
});

test('a name that is nearly right is told the right one', () => {
  expect(() => check('stabel')).toThrow(expect.objectContaining({ remedy: expect.stringContaining('Is it stable?') }));
});

test('a major version is read from v<major> alone', () => {
  expect(['v0', 'v12', 'v', 'stable', 'v1.2.3'].map(majorOf)).toEqual([0, 12, undefined, undefined, undefined]);
});
