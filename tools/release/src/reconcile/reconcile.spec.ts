import { type ArtefactStore, artefactKey, indexKey, parseFeatureIndex, receiptKey, recordKey, versionsKey } from '@pintag/cdn';
import { createMemoryEdge, createMemoryStore } from '@pintag/cdn/testing';
import { expect, test } from 'vitest';
import type { Log, LogEvent } from '../events/log.ts';
import { contentFor } from '../publish/stored-content.ts';
import { release } from '../run/release.ts';
import { type TestRelease, contentsOf, createTestRelease } from '../testing/test-release.ts';
import { inspect } from './inspect.ts';
import { reconcile } from './reconcile.ts';

const lookAt = ({ tools, store }: TestRelease, over: ArtefactStore = store) => inspect({ repository: tools().repository, store: over });

async function releasedOnce(features?: readonly string[]): Promise<TestRelease> {
  const made = createTestRelease(features);
  await release(made.tools());
  return made;
}

/** The store as if `key` had never been written. */
const without = (store: ArtefactStore, lost: string): ArtefactStore => ({
  ...store,
  read: async (key) => (key === lost ? undefined : store.read(key)),
  async *list(prefix) {
    for await (const key of store.list(prefix)) if (key !== lost) yield key;
  },
});

const copyWithout = async (store: ArtefactStore, lost: string): Promise<ArtefactStore> => {
  const copy = createMemoryStore();
  for await (const key of store.list('')) if (key !== lost) await copy.create(key, (await store.read(key))!);
  return copy;
};

const replace = async (store: ArtefactStore, key: string, text: string) => {
  await store.compareAndSet(key, contentFor(key, Buffer.from(text)), (await store.read(key))?.etag);
};

test('finishes what was tagged and not published, and makes no new release', async () => {
  const made = createTestRelease();
  const stopped = made.tools();
  const plan = await stopped.repository.plan();
  await stopped.repository.push(plan.releases.filter(({ feature }) => feature === 'calendar'));
  const result = await reconcile(made.tools());

  expect(result).toMatchObject({ ok: true, features: [{ feature: 'calendar', version: '1.0.0', status: 'repaired' }], foreign: [] });
  expect(made.remote.tags.size).toBe(1);
  expect((await lookAt(made)).discrepancies).toEqual([]);
});

test('has nothing to do after a release, and reads everything once and writes nothing to know it', async () => {
  const { tools, store } = await releasedOnce();
  const read: string[] = [];
  const listed: string[] = [];
  const refuse = async (): Promise<never> => expect.fail('nothing is to be written');
  const watched: ArtefactStore = {
    read: (key) => (read.push(key), store.read(key)),
    list: (prefix) => (listed.push(prefix), store.list(prefix)),
    create: refuse,
    compareAndSet: refuse,
  };

  expect(await reconcile(tools({ store: watched }))).toMatchObject({ ok: true, features: [], refreshed: [], healed: [], left: [] });
  const all = await Array.fromAsync(store.list(''));
  const unread = /^(_staging|_receipts)\/|^_claims\/(calendar|questionnaire)\//;
  expect(read.sort()).toEqual(all.filter((key) => !unread.test(key)).sort());
  expect(listed.sort()).toEqual(['_channels/', '_claims/', '_receipts/', 'elements/_records/']);
});

test('a version whose record is gone is published again, whatever its receipt and the index say', async () => {
  const made = createTestRelease();
  const lost = recordKey('calendar', '1.0.0');
  await release(made.tools());
  const before = await contentsOf(made.store);
  const store = await copyWithout(made.store, lost);
  const edge = createMemoryEdge({ store });

  expect((await lookAt(made, store)).discrepancies).toContainEqual(expect.objectContaining({ kind: 'receipt-without-record', key: lost }));
  expect(await reconcile(made.tools({ store, edge }))).toMatchObject({
    ok: true,
    features: [{ feature: 'calendar', version: '1.0.0', status: 'repaired' }],
  });
  expect(await contentsOf(store)).toEqual(before);
  expect((await lookAt(made, store)).discrepancies).toEqual([]);
});

test('a row of the index that no record stands behind is gone after a rebuild', async () => {
  const made = await releasedOnce(['calendar']);
  const before = await contentsOf(made.store);
  const index = parseFeatureIndex((await made.store.read(indexKey))!.body, indexKey);
  const ghost = { ...index.features[0], feature: 'ghost', element: 'pt-ghost' };
  await replace(made.store, indexKey, JSON.stringify({ ...index, features: [...index.features, ghost] }));

  expect(await reconcile({ ...made.tools(), rebuild: true })).toMatchObject({ ok: true, refreshed: ['calendar'] });
  expect(await contentsOf(made.store)).toEqual(before);
});

test('a record that nobody can read fails alone: everything else is rebuilt, and its feature can be released', async () => {
  const { tools, store, remote } = await releasedOnce();
  const key = recordKey('calendar', '7.0.0');
  await store.create(key, contentFor(key, Buffer.from('xx')));
  await replace(store, versionsKey('questionnaire'), '{}');

  expect(await reconcile({ ...tools(), rebuild: true })).toMatchObject({
    ok: false,
    refreshed: ['calendar', 'questionnaire'],
    features: [{ feature: 'calendar', version: '7.0.0', status: 'failed', code: 'PT_STORED_INVALID' }],
  });
  remote.commit('calendar', 'questionnaire');
  expect(await release(tools())).toMatchObject({
    ok: true,
    features: [
      { feature: 'calendar', version: '1.1.0', status: 'released' },
      { feature: 'questionnaire', version: '1.1.0', status: 'released' },
    ],
  });
});

test('a record that cannot be read is told by who derives its list: a release, a repaired index, a comparison', async () => {
  const { tools, store, remote } = await releasedOnce(['calendar']);
  const key = recordKey('calendar', '7.0.0');
  await store.create(key, contentFor(key, Buffer.from('xx')));
  const toldBy = async (run: (log: Log) => Promise<unknown>) => {
    const told: LogEvent[] = [];
    await run((event) => told.push(event));
    return told.filter(({ level, version }) => level === 'warn' && version === '7.0.0').map(({ message }) => message);
  };
  const warning = [expect.stringMatching(/^The record of calendar 7\.0\.0 cannot be read: elements\/_records\/calendar\/7\.0\.0\.json /)];

  remote.commit('calendar');
  expect(await toldBy((log) => release(tools({ log })))).toEqual(warning);
  await replace(store, indexKey, '{"schema":1,"features":[]}');
  expect(await toldBy((log) => release(tools({ log })))).toEqual(warning);
  expect(await toldBy((log) => reconcile(tools({ log })))).toEqual(warning);
});

test('a tag made by hand is reported, and published when it is adopted', async () => {
  const made = await releasedOnce(['calendar']);
  const { remote, tools } = made;
  remote.commit('calendar');
  remote.tagByHand('calendar', '2.0.0');

  expect(await reconcile(tools())).toMatchObject({ ok: true, features: [], foreign: [{ tag: 'calendar-v2.0.0' }] });
  expect(await reconcile({ ...tools(), adopt: ['calendar-v2.0.0'] })).toMatchObject({
    features: [{ version: '2.0.0', status: 'repaired' }],
    foreign: [],
  });
  expect(await reconcile(tools())).toMatchObject({ features: [], foreign: [] });
  expect((await lookAt(made)).discrepancies).toEqual([]);
});

test('a tag that cannot be adopted because it is not there is a mistake', async () => {
  const { tools } = await releasedOnce(['calendar']);
  await expect(reconcile({ ...tools(), adopt: ['calendar-v9.0.0'] })).rejects.toMatchObject({ code: 'PT_TAG_UNKNOWN' });
});

test('a lost index is derived again, and told to the edge', async () => {
  const { tools, store, edge } = await releasedOnce();
  const before = await contentsOf(store);
  await replace(store, indexKey, '{"schema":1,"features":[]}');

  expect(await reconcile(tools())).toMatchObject({ ok: true, features: [], refreshed: ['calendar', 'questionnaire'] });
  expect(await contentsOf(store)).toEqual(before);
  expect(edge.invalidations).toHaveLength(2);
});

const edits: readonly { what: string; key: string; from: RegExp; to: string }[] = [
  { what: 'an integrity', key: versionsKey('calendar'), from: /sha384-.{8}/, to: 'sha384-AAAAAAAA' },
  { what: 'a commit', key: versionsKey('calendar'), from: /"commit": "\w/, to: '"commit": "x' },
  { what: 'the latest version', key: indexKey, from: /"latest": "1.0.0"/, to: '"latest": "9.0.0"' },
  { what: 'how many versions there are', key: indexKey, from: /"versions": 1/, to: '"versions": 7' },
];

test.each(edits)(
  'somebody edited $what: it is put right and told to the edge, and a release has read nothing for it',
  async ({ key, from, to }) => {
    const { tools, store, edge } = await releasedOnce();
    const before = await contentsOf(store);
    const read: string[] = [];
    await replace(
      store,
      key,
      Buffer.from((await store.read(key))!.body)
        .toString()
        .replace(from, to),
    );
    expect(await contentsOf(store)).not.toEqual(before);
    await release(tools({ store: { ...store, read: (asked) => (read.push(asked), store.read(asked)) } }));
    const told: LogEvent[] = [];

    expect(read).toEqual([indexKey]);
    expect(await reconcile(tools({ log: (event) => told.push(event) }))).toMatchObject({ ok: true, features: [], refreshed: ['calendar'] });
    expect(await contentsOf(store)).toEqual(before);
    expect(edge.invalidations.at(-1)?.paths).toEqual([`/${versionsKey('calendar')}`, `/${indexKey}`]);
    expect(told).toContainEqual(expect.objectContaining({ level: 'warn', step: 'reconcile', feature: 'calendar' }));
  },
);

test('a list that cannot be read fails alone, with the way to rebuild it, and the others are put right', async () => {
  const { tools, store } = await releasedOnce();
  const questionnaire = versionsKey('questionnaire');
  const right = (await store.read(questionnaire))!.body;
  await replace(store, versionsKey('calendar'), '{}');
  await replace(
    store,
    questionnaire,
    Buffer.from(right)
      .toString()
      .replace(/sha384-.{8}/, 'sha384-AAAAAAAA'),
  );

  expect(await reconcile(tools())).toMatchObject({
    ok: false,
    features: [{ feature: 'calendar', status: 'failed', code: 'PT_STORED_INVALID', remedy: expect.stringContaining('--rebuild') }],
    refreshed: ['questionnaire'],
  });
  expect((await store.read(questionnaire))!.body).toEqual(right);
});

test('a version that is served wrong gets into no list because the lists are compared', async () => {
  const { tools, store, edge } = createTestRelease(['calendar']);
  const broken = { ...edge, fetch: async () => ({ status: 500, headers: {}, body: Buffer.alloc(0) }) };
  await release(tools({ edge: broken }));

  expect(await reconcile(tools({ edge: broken }))).toMatchObject({ ok: false, refreshed: [] });
  expect(await store.read(versionsKey('calendar'))).toBeUndefined();
});

test('a version list and an index that nobody can read are derived again when that is asked for', async () => {
  const made = await releasedOnce();
  const { tools, store } = made;
  const before = await contentsOf(store);
  await replace(store, versionsKey('calendar'), '{}');
  await replace(store, indexKey, 'mine');

  expect(await reconcile(tools())).toMatchObject({
    ok: false,
    left: [
      { kind: 'index-unreadable', remedy: expect.stringContaining('--rebuild') },
      { kind: 'version-list-unreadable', remedy: expect.stringContaining('--rebuild') },
    ],
  });
  expect(await reconcile({ ...tools(), rebuild: true })).toMatchObject({ ok: true, refreshed: ['calendar', 'questionnaire'] });
  expect(await contentsOf(store)).toEqual(before);
});

test('a version list that cannot be read keeps its own feature from being released, and no other', async () => {
  const { tools, store, remote } = await releasedOnce();
  await replace(store, versionsKey('calendar'), '{}');
  remote.commit('calendar', 'questionnaire');
  const result = await release(tools());

  expect(result.features).toMatchObject([
    { feature: 'calendar', version: '1.1.0', status: 'failed', code: 'PT_STORED_INVALID' },
    { feature: 'questionnaire', version: '1.1.0', status: 'released' },
  ]);
  expect(await reconcile({ ...tools(), rebuild: true })).toMatchObject({ ok: true, features: [{ version: '1.1.0', status: 'repaired' }] });
});

test('a feature whose only version was given up stays quiet', async () => {
  const { tools, store } = createTestRelease(['calendar']);
  const key = artefactKey('calendar', '1.0.0', 'main.js');
  await store.create(key, contentFor(key, Buffer.from('mine')));
  await release(tools());

  expect(await reconcile(tools())).toMatchObject({ ok: true, features: [], refreshed: [] });
});

test('all is well after a release', async () => {
  const made = await releasedOnce();
  expect(await lookAt(made)).toEqual({ schema: 1, ok: true, discrepancies: [] });
});

const chunk = artefactKey('calendar', '1.0.0', 'chunk-2.js');
const record = recordKey('calendar', '1.0.0');

const findings: readonly { kind: string; ok?: boolean; damage: (made: TestRelease) => Promise<ArtefactStore | void> }[] = [
  { kind: 'tag-without-receipt', damage: async ({ store }) => without(store, receiptKey('calendar', '1.0.0')) },
  {
    kind: 'tag-without-record',
    damage: async ({ remote, tools }) => {
      remote.commit('calendar');
      const stopped = tools().repository;
      await stopped.push((await stopped.plan()).releases);
    },
  },
  { kind: 'foreign-tag', ok: true, damage: async ({ remote }) => void remote.tagByHand('calendar', '2.0.0') },
  { kind: 'record-without-tag', damage: async ({ remote }) => void (remote.tags as Map<string, unknown>).delete('calendar-v1.0.0') },
  {
    kind: 'record-of-other-commit',
    damage: async ({ remote }) => {
      remote.commit('calendar');
      remote.tagByHand('calendar', '1.0.0');
    },
  },
  { kind: 'record-unreadable', damage: ({ store }) => replace(store, record, '{}') },
  { kind: 'object-missing', damage: async ({ store }) => without(store, chunk) },
  { kind: 'object-differs', damage: ({ store }) => replace(store, chunk, 'mine') },
  { kind: 'version-list-unreadable', damage: ({ store }) => replace(store, versionsKey('calendar'), '{}') },
  { kind: 'index-row-missing', damage: ({ store }) => replace(store, indexKey, '{"schema":1,"features":[]}') },
];

test.each(findings)('finds $kind, says what to do, and heals nothing', async ({ kind, ok = false, damage }) => {
  const made = await releasedOnce(['calendar']);
  const store = (await damage(made)) ?? made.store;
  const before = await contentsOf(store);
  const found = await lookAt(made, store);

  expect(found.ok).toBe(ok);
  expect(found.discrepancies.map((one) => one.kind)).toContain(kind);
  expect(found.discrepancies.every(({ feature, message, remedy }) => feature === 'calendar' && message !== '' && remedy !== '')).toBe(true);
  expect(await contentsOf(store)).toEqual(before);
});

test('finds a row of the index that does not follow from the records', async () => {
  const made = await releasedOnce(['calendar']);
  const text = Buffer.from((await made.store.read(indexKey))!.body).toString();
  await replace(made.store, indexKey, text.replace('"versions": 1', '"versions": 7'));

  expect((await lookAt(made)).discrepancies).toMatchObject([{ kind: 'index-row-wrong', key: indexKey }]);
});

test('what another run tags while this one mends is finished as well, with an invalidation of its own name', async () => {
  const made = createTestRelease();
  const stopped = made.tools();
  const plan = await stopped.repository.plan();
  const push = (feature: string) => stopped.repository.push(plan.releases.filter((release) => release.feature === feature));
  await push('calendar');
  const tools = made.tools();
  const references: string[] = [];
  let isPushed = false;
  const result = await reconcile({
    ...tools,
    edge: { ...tools.edge, invalidate: (paths, reference) => (references.push(reference), tools.edge.invalidate(paths, reference)) },
    announcer: {
      announce: async () => {
        if (!isPushed) await push('questionnaire');
        await tools.repository.fetch();
        isPushed = true;
      },
    },
  });

  expect(result).toMatchObject({ ok: true, left: [] });
  expect(result.features.map(({ feature, status }) => `${feature} ${status}`)).toEqual(['calendar repaired', 'questionnaire repaired']);
  expect(references).toEqual([tools.repository.run, `${tools.repository.run}-2`]);
});
