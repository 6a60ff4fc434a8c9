import {
  type ArtefactStore,
  artefactKey,
  claimKey,
  indexKey,
  parseFeatureIndex,
  receiptKey,
  recordKey,
  settledDigest,
  stagingKey,
  versionsKey,
} from '@pintag/cdn';
import { expect, test } from 'vitest';
import type { Announcement } from '../announce/announcer.ts';
import { createWatch, watchRepository, watchTools } from '../faults/watch-calls.ts';
import { contentFor } from '../publish/stored-content.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import { type ReleaseResult, release } from './release.ts';
import { contentsOf, createTestRelease } from '../testing/test-release.ts';

const inShort = ({ features }: ReleaseResult) => features.map(({ feature, version, status }) => `${feature} ${version ?? '-'} ${status}`);
const index = async (store: ArtefactStore) => parseFeatureIndex((await store.read(indexKey))!.body, indexKey).features;

test('a first release publishes every feature, from staging to receipt', async () => {
  const { tools, store, edge, remote } = createTestRelease();
  const announced: Announcement[] = [];
  const result = await release(tools({ announcer: { announce: async (one) => void announced.push(one) } }));

  expect(result.ok).toBe(true);
  expect(inShort(result)).toEqual(['calendar 1.0.0 released', 'questionnaire 1.0.0 released']);
  expect(result.features[0]).toMatchObject({
    url: 'https://cdn.example.com/elements/v1.0.0/calendar/main.js',
    integrity: expect.stringMatching(/^sha384-/),
  });
  expect([...remote.tags.keys()].sort()).toEqual(['calendar-v1.0.0', 'questionnaire-v1.0.0']);

  const keys = Object.keys(await contentsOf(store));
  const [head] = remote.tags.values();
  expect(keys).toEqual(
    expect.arrayContaining([
      stagingKey('calendar', head!.commit),
      claimKey('calendar', '1.0.0'),
      'elements/v1.0.0/calendar/chunk-2.js.br',
      recordKey('calendar', '1.0.0'),
      versionsKey('calendar'),
      receiptKey('calendar', '1.0.0'),
    ]),
  );
  expect(await index(store)).toMatchObject([
    { feature: 'calendar', latest: '1.0.0', settled: settledDigest(new Map([['1.0.0', head!.commit]])) },
    { feature: 'questionnaire', latest: '1.0.0', settled: settledDigest(new Map([['1.0.0', head!.commit]])) },
  ]);
  expect(edge.invalidations).toEqual([
    { reference: 'run-1', paths: ['/elements/calendar/versions.json', '/elements/questionnaire/versions.json', '/elements/index.json'] },
  ]);
  const stories = await Promise.all(announced.map(async ({ tag, story }) => [tag.tag, await story()]));
  expect(stories).toEqual([
    ['calendar-v1.0.0', { notes: '## 1.0.0', commits: [head!.commit], channel: null }],
    ['questionnaire-v1.0.0', { notes: '## 1.0.0', commits: [head!.commit], channel: null }],
  ]);
});

test('the same release again does nothing, and reads one object to know it', async () => {
  const { tools, store, edge, builder } = createTestRelease();
  await release(tools());
  const before = await contentsOf(store);
  builder.built.length = 0;
  const read: string[] = [];
  const result = await release(
    tools({ store: { ...store, read: (key) => (read.push(key), store.read(key)), list: () => expect.unreachable() } }),
  );

  expect(inShort(result)).toEqual(['calendar 1.0.0 already-there', 'questionnaire 1.0.0 already-there']);
  expect(read).toEqual([indexKey]);
  expect(builder.built).toEqual([]);
  expect(edge.invalidations).toHaveLength(1);
  expect(await contentsOf(store)).toEqual(before);
});

test('tags made by hand on the commit are not called released, but how to adopt them is said', async () => {
  const { tools, remote, store } = createTestRelease(['calendar']);
  remote.tagByHand('calendar', '1.0.0');

  for (const dryRun of [true, false]) {
    const { features } = await release({ ...tools(), dryRun });
    expect(features).toMatchObject([{ feature: 'calendar', version: '1.0.0', status: 'unchanged' }]);
    expect(features[0]!.reason).toContain('`pintag reconcile --adopt calendar-v1.0.0`');
  }
  expect(await contentsOf(store)).toEqual({});

  await reconcile({ ...tools(), adopt: ['calendar-v1.0.0'] });
  expect((await release(tools())).features).toMatchObject([
    { version: '1.0.0', status: 'unchanged', reason: expect.stringContaining('is on the CDN') },
  ]);
});

test('an abandoned version is not called released: the next commit takes the next number', async () => {
  const { tools, store } = createTestRelease(['calendar']);
  const key = artefactKey('calendar', '1.0.0', 'main.js');
  await store.create(key, contentFor(key, Buffer.from('mine')));
  await release(tools());

  expect(await release(tools())).toMatchObject({
    ok: true,
    features: [{ version: '1.0.0', status: 'unchanged', reason: expect.stringContaining('takes the next number') }],
  });
});

test('a change of one feature releases that one', async () => {
  const { tools, remote, store } = createTestRelease();
  await release(tools());
  const [first] = remote.tags.values();
  const second = remote.commit('questionnaire');

  expect(inShort(await release(tools()))).toEqual(['calendar 1.0.0 unchanged', 'questionnaire 1.1.0 released']);
  expect(await index(store)).toMatchObject([
    { newest: '1.0.0' },
    {
      newest: '1.1.0',
      versions: 2,
      settled: settledDigest(
        new Map([
          ['1.0.0', first!.commit],
          ['1.1.0', second],
        ]),
      ),
    },
  ]);
});

test('releasing one feature makes the same calls with three neighbours as with three hundred', { timeout: 120_000 }, async () => {
  const callsWith = async (neighbours: number) => {
    const { tools, remote } = createTestRelease([
      'questionnaire',
      ...Array.from({ length: neighbours }, (_, number) => `neighbour-${number}`),
    ]);
    await release(tools());
    remote.commit('questionnaire');
    const calls: string[] = [];
    const watched = createWatch({ before: ({ name }) => void calls.push(name) });
    const run = tools();
    await release({ ...watchTools(run, watched), repository: watchRepository(run.repository, watched) });
    return calls;
  };
  const [few, many] = [await callsWith(3), await callsWith(300)];

  // Staging and claims are named by commit and digest, which are not the same with other neighbours.
  const unnamed = (calls: readonly string[]) => calls.map((name) => name.replace(/[0-9a-f]{40,}/, '…'));
  expect(unnamed(many)).toEqual(unnamed(few));
});
