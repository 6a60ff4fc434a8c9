import { expect, test } from 'vitest';
import type { ChannelFile } from './channel-file.ts';
import { decideRevert, decideSet } from './decide-move.ts';

const facts = { feature: 'calendar', channel: 'stable', at: '2026-11-22T12:00:00.000Z', by: 'octocat', force: false };
const set = (file: ChannelFile | undefined, version: string, more: Partial<typeof facts> = {}) =>
  decideSet(file, { ...facts, ...more, version }) ?? file;
const revert = (file: ChannelFile | undefined) => decideRevert(file, facts);
const stable = (file: ChannelFile | undefined) => file?.channels['stable']?.version;

test('the first set makes the file, a later one puts itself before the others', () => {
  const first = set(undefined, '1.0.0');
  expect(first).toEqual({
    schema: 1,
    feature: 'calendar',
    channels: { stable: { version: '1.0.0', history: [{ version: '1.0.0', at: facts.at, by: 'octocat' }] } },
  });
  expect(set(first, '1.1.0', { by: 'hubot' })?.channels['stable']).toEqual({
    version: '1.1.0',
    history: [
      { version: '1.1.0', at: facts.at, by: 'hubot' },
      { version: '1.0.0', at: facts.at, by: 'octocat' },
    ],
  });
});

test('other channels stay as they are', () => {
  const both = set(set(undefined, '1.0.0'), '2.0.0-next.1', { channel: 'next' });
  expect(set(both, '1.0.1')?.channels['next']).toBe(both?.channels['next']);
});

test('where it points already, there is nothing to write', () => {
  expect(decideSet(set(undefined, '1.0.0'), { ...facts, version: '1.0.0' })).toBeUndefined();
});

test.each([
  { from: '1.1.0', to: '1.0.9' },
  { from: '2.0.0', to: '1.9.0' },
  { from: '1.10.0', to: '1.9.0' },
  { from: '1.0.0', to: '1.0.0-beta.1' },
  { from: '1.0.0-beta.10', to: '1.0.0-beta.9' },
])('from $from to $to is a step back: refused, and done and marked when it is meant', ({ from, to }) => {
  const file = set(undefined, from);
  expect(() => set(file, to)).toThrow(expect.objectContaining({ code: 'PT_CHANNEL_BACK', facts: expect.objectContaining({ from, to }) }));
  expect(set(file, to, { force: true })?.channels['stable']?.history[0]).toMatchObject({ version: to, forced: true });
});

test.each([
  { from: '1.0.0-beta.9', to: '1.0.0-beta.10' },
  { from: '1.0.0-beta.1', to: '1.0.0' },
  { from: '1.9.0', to: '1.10.0' },
])('from $from to $to is a step forward, and force leaves no mark on it', ({ from, to }) => {
  expect(set(set(undefined, from), to, { force: true })?.channels['stable']?.history[0]).not.toHaveProperty('forced');
});

test('v1 takes versions of 1.x alone, whatever is forced', () => {
  expect(set(undefined, '1.4.0', { channel: 'v1' })?.channels['v1']?.version).toBe('1.4.0');
  for (const version of ['2.0.0', '0.9.0', '10.0.0'])
    expect(() => set(undefined, version, { channel: 'v1', force: true })).toThrow(expect.objectContaining({ code: 'PT_CHANNEL_MAJOR' }));
});

test('a revert goes back, a second one further back, and never forth to what was left', () => {
  const three = set(set(set(undefined, '1.0.0'), '1.1.0'), '1.2.0');
  const once = revert(three);
  expect(once.channels['stable']?.history[0]).toEqual({ version: '1.1.0', at: facts.at, by: 'octocat', reverted: true });
  const twice = revert(once);
  expect(stable(twice)).toBe('1.0.0');
  expect(() => revert(twice)).toThrow(expect.objectContaining({ code: 'PT_CHANNEL_FIRST' }));
});

test('what was set after a revert is taken back to where the revert had gone', () => {
  const reverted = revert(set(set(undefined, '1.0.0'), '1.1.0'));
  expect(stable(revert(set(reverted, '1.1.1')))).toBe('1.0.0');
});

test('a forced step back is taken back like any other move', () => {
  expect(stable(revert(set(set(undefined, '1.1.0'), '1.0.0', { force: true })))).toBe('1.1.0');
});

test('a channel that points nowhere cannot be reverted, and the others are named', () => {
  expect(() => revert(set(undefined, '1.0.0', { channel: 'next' }))).toThrow(
    expect.objectContaining({ code: 'PT_CHANNEL_UNSET', remedy: expect.stringContaining('It has next.') }),
  );
  expect(() => revert(undefined)).toThrow(expect.objectContaining({ code: 'PT_CHANNEL_UNSET' }));
});
