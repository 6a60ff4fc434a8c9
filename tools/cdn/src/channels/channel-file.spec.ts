import { expect, test } from 'vitest';
import { parseChannelFile } from './channel-file.ts';

const move = { version: '1.1.0', at: '2026-11-22T12:00:00.000Z', by: 'octocat' };
const file = { schema: 1, feature: 'calendar', channels: { stable: { version: '1.1.0', history: [move, { ...move, version: '1.0.0' }] } } };
const parse = (value: unknown) => parseChannelFile(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)), 'calendar');

test('a file says which version each channel points to, and how it came there', () => {
  expect(parse(file)).toEqual(file);
  const marked = { ...move, forced: true, reverted: true };
  expect(parse({ ...file, channels: { v1: { version: '1.1.0', history: [marked] } } }).channels['v1']?.history).toEqual([marked]);
  expect(parse({ ...file, channels: {} }).channels).toEqual({});
});

test.each([
  { what: 'no JSON', value: '{', says: 'it is no JSON' },
  { what: 'a later schema', value: { ...file, schema: 2 }, says: 'schema' },
  { what: "another feature's", value: { ...file, feature: 'questionnaire' }, says: 'are not the channels of calendar' },
  { what: 'a name that is no channel', value: { ...file, channels: { 'v1.0': file.channels.stable } }, says: 'is no channel name' },
  { what: 'a name with a slash', value: { ...file, channels: { 'a/b': file.channels.stable } }, says: 'is no channel name' },
  { what: 'a version with a v', value: { ...file, channels: { stable: { version: 'v1', history: [move] } } }, says: 'is no version' },
  { what: 'no history', value: { ...file, channels: { stable: { version: '1.1.0', history: [] } } }, says: 'is empty' },
  {
    what: 'a version that its history does not have first',
    value: { ...file, channels: { stable: { version: '1.0.0', history: [move] } } },
    says: 'does not begin its history with its version',
  },
  {
    what: 'a time that is none',
    value: { ...file, channels: { stable: { version: '1.1.0', history: [{ ...move, at: 'today' }] } } },
    says: 'time',
  },
  { what: 'nobody', value: { ...file, channels: { stable: { version: '1.1.0', history: [{ ...move, by: 1 }] } } }, says: 'by' },
])('$what is refused, and the key is named', ({ value, says }) => {
  expect(() => parse(value)).toThrow(
    expect.objectContaining({
      code: 'PT_STORED_INVALID',
      message: expect.stringMatching(new RegExp(`^_channels/calendar\\.json .*${says}`)),
    }),
  );
});
