import { setChannel } from '@pintag/cdn';
import { createMemoryKeyValues, createMemoryStore } from '@pintag/cdn/testing';
import { expect, test } from 'vitest';
import type { Verdict } from './check.ts';
import { checkChannels, type ChannelsOptions } from './channels.ts';

const facts = { feature: 'calendar', channel: 'stable', at: '2026-11-22T12:00:00.000Z', by: 'octocat' };
const look = (options: Pick<ChannelsOptions, 'store' | 'keyValues'>): Promise<Verdict> =>
  checkChannels({ ...options, limit: 1_000, settling: 0 }).look(AbortSignal.timeout(1_000));

async function open() {
  const store = createMemoryStore();
  const keyValues = createMemoryKeyValues();
  await setChannel({ store, keyValues }, { ...facts, version: '1.0.0' });
  const put = async (key: string, version: string) =>
    keyValues.update({ puts: new Map([[key, version]]) }, (await keyValues.read([])).etag);
  return { store, keyValues, put };
}

test('a key that no file has is told with what removes or keeps it; a repair deletes nothing, and is not named', async () => {
  const { put, ...world } = await open();
  await put('gone/calendar', '1.0.0');
  expect(await look(world)).toEqual({
    outcome: 'failed',
    found: 'gone/calendar is in no channel file.',
    remedy: expect.stringMatching(/^(?!.*channel repair).*`pintag channel set`.*delete it/),
  });

  await put('stable/calendar', '0.9.0');
  expect(await look(world)).toMatchObject({
    found: 'stable/calendar is 0.9.0 instead of 1.0.0; gone/calendar is in no channel file.',
    remedy: expect.stringMatching(/`pintag channel repair`.*`pintag channel set`/),
  });
});

test('a channel that is being moved is no failure: its file comes first, and the second look finds both', async () => {
  const { put, ...world } = await open();
  let isFirst = true;
  const moving = {
    ...world.keyValues,
    list: async () => {
      const state = await world.keyValues.list();
      if (isFirst) await setChannel(world, { ...facts, version: '1.1.0' });
      isFirst = false;
      return state;
    },
  };
  expect(await look({ ...world, keyValues: moving })).toMatchObject({ outcome: 'ok' });
  expect(await look(world)).toMatchObject({ outcome: 'ok', found: expect.stringContaining('its 1 channels are those') });
});
