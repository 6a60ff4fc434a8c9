import { expect, test } from 'vitest';
import { PintagError } from '../errors.ts';
import { createMemoryKeyValues } from '../key-values/memory-key-values.ts';
import type { KeyValues } from '../key-values/key-values.ts';
import { channelsKey } from '../layout.ts';
import { createMemoryStore } from '../store/memory-store.ts';
import type { ArtefactStore } from '../store/artefact-store.ts';
import { revertChannel, setChannel } from './move-channel.ts';
import { projectChannel, readChannels } from './project-channels.ts';

const facts = { feature: 'calendar', channel: 'stable', at: '2026-11-22T12:00:00.000Z', by: 'octocat' };
const tools = () => ({ store: createMemoryStore(), keyValues: createMemoryKeyValues() });
type Tools = ReturnType<typeof tools>;
const set = (on: Tools, version: string, force = false) => setChannel(on, { ...facts, version, force });
const states = async ({ store, keyValues }: Tools) => ({
  truth: (await readChannels(store, 'calendar'))?.channels['stable']?.version,
  edge: (await keyValues.list()).values.get('stable/calendar'),
});

test('set writes the truth, then the edge follows; revert takes both back', async () => {
  const on = tools();
  expect(await set(on, '1.0.0')).toEqual({ feature: 'calendar', channel: 'stable', to: '1.0.0', changed: true });
  expect(await set(on, '1.1.0')).toMatchObject({ from: '1.0.0', to: '1.1.0' });
  expect(await states(on)).toEqual({ truth: '1.1.0', edge: '1.1.0' });

  expect(await revertChannel(on, facts)).toEqual({ feature: 'calendar', channel: 'stable', from: '1.1.0', to: '1.0.0', changed: true });
  expect(await states(on)).toEqual({ truth: '1.0.0', edge: '1.0.0' });
});

test('the file is not for hosts, and says so', async () => {
  const on = tools();
  await set(on, '1.0.0');
  expect(await on.store.read(channelsKey('calendar'))).toMatchObject({
    contentType: 'application/json',
    cacheControl: 'private, no-store',
  });
});

test('the same again changes nothing but an edge that does not follow', async () => {
  const on = tools();
  await set(on, '1.0.0');
  const before = await on.store.read(channelsKey('calendar'));
  await on.keyValues.update({ puts: new Map([['stable/calendar', '0.9.0']]) }, (await on.keyValues.read([])).etag);

  expect(await set(on, '1.0.0')).toEqual({ feature: 'calendar', channel: 'stable', from: '1.0.0', to: '1.0.0', changed: false });
  expect(await on.store.read(channelsKey('calendar'))).toEqual(before);
  expect(await states(on)).toEqual({ truth: '1.0.0', edge: '1.0.0' });
});

test('a refused step back changes neither', async () => {
  const on = tools();
  await set(on, '1.1.0');
  await expect(set(on, '1.0.0')).rejects.toMatchObject({ code: 'PT_CHANNEL_BACK' });
  expect(await states(on)).toEqual({ truth: '1.1.0', edge: '1.1.0' });
});

test('a file that cannot be read is not written over', async () => {
  const on = tools();
  await on.store.create(channelsKey('calendar'), {
    body: Buffer.from('{"schema":2}'),
    contentType: 'application/json',
    cacheControl: 'no-store',
  });
  await expect(set(on, '1.0.0')).rejects.toMatchObject({ code: 'PT_STORED_INVALID' });
  expect(Buffer.from((await on.store.read(channelsKey('calendar')))!.body).toString()).toBe('{"schema":2}');
});

/** An edge that cannot be told. */
const deaf = ({ store, keyValues }: Tools) => ({
  store,
  keyValues: {
    ...keyValues,
    update: async () => {
      throw new PintagError('PT_KEY_VALUES_FAILED', { what: 'UpdateKeys', store: 'memory', why: 'AccessDeniedException' });
    },
  } satisfies KeyValues,
});

test('an edge that cannot be told: the truth is written, and the command says so and what makes the edge follow', async () => {
  const on = tools();
  await set(on, '1.0.0');

  await expect(setChannel(deaf(on), { ...facts, version: '1.1.0', force: false })).rejects.toMatchObject({
    code: 'PT_CHANNEL_NOT_PROJECTED',
    message: expect.stringContaining('AccessDeniedException'),
    remedy: expect.stringContaining('Run `pintag channel repair`, or `pintag reconcile`'),
  });
  expect(await states(on)).toEqual({ truth: '1.1.0', edge: '1.0.0' });

  await projectChannel(on, facts);
  expect(await states(on)).toEqual({ truth: '1.1.0', edge: '1.1.0' });
});

test('a revert that the edge was not told of is not to be repeated, and the remedy sends nobody there', async () => {
  const on = tools();
  for (const version of ['1.0.0', '1.1.0', '1.2.0']) await set(on, version);

  await expect(revertChannel(deaf(on), facts)).rejects.toMatchObject({
    code: 'PT_CHANNEL_NOT_PROJECTED',
    message: expect.stringContaining('stable of calendar is 1.1.0 now'),
    remedy: expect.not.stringMatching(/same command|run it again/i),
  });
  expect(await states(on)).toEqual({ truth: '1.1.0', edge: '1.2.0' });

  await projectChannel(on, facts);
  expect(await states(on)).toEqual({ truth: '1.1.0', edge: '1.1.0' });
});

/** Runs `meanwhile` once, just before the first write that the store is asked for. */
const interrupted = (store: ArtefactStore, meanwhile: () => Promise<unknown>): ArtefactStore => {
  let isFirst = true;
  return {
    ...store,
    compareAndSet: async (...args) => {
      if (isFirst) {
        isFirst = false;
        await meanwhile();
      }
      return store.compareAndSet(...args);
    },
  };
};

test('who loses a race decides again over what the winner wrote: forward is done, back is refused', async () => {
  const on = tools();
  await set(on, '1.0.0');
  const late = { ...on, store: interrupted(on.store, () => set(on, '1.1.0')) };
  expect(await set(late, '1.2.0')).toMatchObject({ from: '1.1.0', to: '1.2.0' });

  const later = { ...on, store: interrupted(on.store, () => set(on, '1.4.0')) };
  await expect(set(later, '1.3.0')).rejects.toMatchObject({ code: 'PT_CHANNEL_BACK', facts: { from: '1.4.0', to: '1.3.0' } });
  expect(await states(on)).toEqual({ truth: '1.4.0', edge: '1.4.0' });
});

test('two who revert at once go back once: the second is told, and goes no further back', async () => {
  const on = tools();
  for (const version of ['1.0.0', '1.1.0', '1.2.0']) await set(on, version);
  const late = { ...on, store: interrupted(on.store, () => revertChannel(on, { ...facts, by: 'hubot' })) };

  await expect(revertChannel(late, facts)).rejects.toMatchObject({
    code: 'PT_CHANNEL_MOVED',
    message: expect.stringContaining('is no longer 1.2.0: hubot pointed it to 1.1.0'),
  });
  expect(await states(on)).toEqual({ truth: '1.1.0', edge: '1.1.0' });
});

test('a revert from a version that was named is done from that one alone', async () => {
  const on = tools();
  for (const version of ['1.0.0', '1.1.0', '1.2.0']) await set(on, version);

  expect(await revertChannel(on, { ...facts, expected: '1.2.0' })).toMatchObject({ to: '1.1.0' });
  await expect(revertChannel(on, { ...facts, expected: '1.2.0' })).rejects.toMatchObject({ code: 'PT_CHANNEL_MOVED' });
  expect((await states(on)).truth).toBe('1.1.0');
});

test('an edge that is told late is told the last truth, not the one it was sent with', async () => {
  const on = tools();
  await set(on, '1.0.0');
  let isFirst = true;
  const slow: KeyValues = {
    ...on.keyValues,
    read: async (keys) => {
      const state = await on.keyValues.read(keys);
      if (isFirst) {
        isFirst = false;
        await set(on, '1.1.0');
      }
      return state;
    },
  };
  await on.keyValues.update({ puts: new Map([['stable/calendar', '0.9.0']]) }, (await on.keyValues.read([])).etag);
  await projectChannel({ store: on.store, keyValues: slow }, facts);
  expect(await states(on)).toEqual({ truth: '1.1.0', edge: '1.1.0' });
});

test('twenty moves at once of twenty channels: truth and edge end the same, and every move is in a history', async () => {
  const on = tools();
  const versions = Array.from({ length: 20 }, (_, major) => `${major}.0.0`);
  await Promise.all(versions.map((version, major) => setChannel(on, { ...facts, channel: `v${major}`, version, force: false })));

  const { channels } = (await readChannels(on.store, 'calendar'))!;
  expect(Object.values(channels).flatMap(({ history }) => history)).toHaveLength(20);
  expect((await on.keyValues.list()).values).toEqual(
    new Map(Object.entries(channels).map(([name, { version }]) => [`${name}/calendar`, version])),
  );
});
