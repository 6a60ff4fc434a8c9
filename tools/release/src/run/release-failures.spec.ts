/** What goes wrong for one feature stays with it, and the next run mends what can be mended. */
import {
  type Edge,
  type EdgeRequest,
  KeyTaken,
  artefactKey,
  claimKey,
  indexKey,
  linkedBundleKey,
  parseClaim,
  parseFeatureIndex,
  parseRecord,
  parseVersionList,
  recordKey,
  settledDigest,
  stagingKey,
  versionsKey,
} from '@pintag/cdn';
import { expect, test } from 'vitest';
import { reconcile } from '../reconcile/reconcile.ts';
import type { LogEvent } from '../events/log.ts';
import { type ReleaseResult, release } from './release.ts';
import { contentFor } from '../publish/stored-content.ts';
import { contentsOf, createTestRelease, fakeLink } from '../testing/test-release.ts';

const inShort = ({ features }: ReleaseResult) => features.map(({ feature, version, status }) => `${feature} ${version ?? '-'} ${status}`);
const object = (key: string, text: string) => contentFor(key, Buffer.from(text));

test('a feature that does not build gets no tag; the other is released', async () => {
  const { tools, remote } = createTestRelease(undefined, new Set(['calendar']));
  const result = await release(tools());

  expect(result.ok).toBe(false);
  expect(inShort(result)).toEqual(['calendar 1.0.0 failed', 'questionnaire 1.0.0 released']);
  expect(result.features[0]).toMatchObject({ reason: 'calendar does not compile' });
  expect([...remote.tags.keys()]).toEqual(['questionnaire-v1.0.0']);
});

test('what is logged about a build or a staged bundle names the version that it is for', async () => {
  const { tools } = createTestRelease(undefined, new Set(['calendar']));
  const events: LogEvent[] = [];
  await release(tools({ log: (event) => void events.push(event) }));

  const told = events.flatMap(({ step, level, feature, version }) =>
    feature !== undefined && (step === 'build' || step === 'stage') ? [`${step} ${level} ${feature} ${version}`] : [],
  );
  expect(told.toSorted()).toEqual(['build error calendar 1.0.0', 'stage info questionnaire 1.0.0']);
});

test('a bundle with mock code gets no tag', async () => {
  const { tools, remote } = createTestRelease(['calendar']);
  const files = [
    { path: 'element.json', body: Buffer.from('{}') },
    { path: 'chunk-9.js', body: Buffer.from('fetch("/__msw__/handshake")') },
  ];
  const result = await release(tools({ builder: { build: async () => [{ feature: 'calendar', files }] } }));

  expect(result.features).toMatchObject([{ status: 'failed', code: 'PT_MOCKS_IN_BUNDLE' }]);
  expect(remote.tags.size).toBe(0);
});

test('a feature whose refs are refused fails with the reason of the remote; the other is released', async () => {
  const { tools, remote } = createTestRelease();
  remote.refused.add('calendar');
  const result = await release(tools());

  expect(inShort(result)).toEqual(['calendar 1.0.0 failed', 'questionnaire 1.0.0 released']);
  expect(result.features[0]).toMatchObject({ code: 'PT_PUSH_REFUSED', reason: expect.stringContaining('protected tag') });
});

test('what the edge serves wrong is not indexed, and goes on once the edge is mended', async () => {
  const { tools, store, edge } = createTestRelease();
  const broken = {
    ...edge,
    fetch: async (path: string, request?: EdgeRequest) => {
      const answer = await edge.fetch(path, request);
      return path.includes('/calendar/')
        ? { ...answer, headers: { ...answer.headers, 'access-control-allow-origin': 'https://school.example' } }
        : answer;
    },
  };
  const result = await release(tools({ edge: broken }));

  expect(inShort(result)).toEqual(['calendar 1.0.0 failed', 'questionnaire 1.0.0 released']);
  expect(result.features[0]).toMatchObject({ code: 'PT_EDGE_WRONG', reason: expect.stringContaining('access-control-allow-origin') });
  expect(await store.read(versionsKey('calendar'))).toBeUndefined();
  expect(inShort(await release(tools()))).toEqual(['calendar 1.0.0 repaired', 'questionnaire 1.0.0 already-there']);
});

test('what the edge serves wrong is listed with the next version, as its message says, and named by every run until it is finished', async () => {
  const { tools, store, edge, remote } = createTestRelease(['calendar']);
  const fetch: Edge['fetch'] = async (path, request) => {
    const answer = await edge.fetch(path, request);
    return path.includes('/v1.0.0/') ? { ...answer, headers: { ...answer.headers, 'content-type': 'text/plain' } } : answer;
  };
  const broken = () => tools({ edge: { ...edge, fetch } });
  const listed = async () => {
    const stored = await store.read(versionsKey('calendar'));
    return stored && parseVersionList(stored.body, versionsKey('calendar')).versions.map(({ version }) => version);
  };
  const { features } = await release(broken());

  expect(features).toMatchObject([
    { version: '1.0.0', code: 'PT_EDGE_WRONG', remedy: expect.stringContaining('the next version of calendar lists it too') },
  ]);
  expect(await listed()).toBeUndefined();

  remote.commit('calendar');
  expect(inShort(await release(broken()))).toEqual(['calendar 1.0.0 failed', 'calendar 1.1.0 released']);
  expect(await listed()).toEqual(['1.1.0', '1.0.0']);
  const named = { ok: false, features: [{ version: '1.0.0', status: 'failed', code: 'PT_EDGE_WRONG' }] };
  expect(await reconcile(broken())).toMatchObject(named);
  expect(await reconcile(tools())).toMatchObject({ ok: true, features: [{ version: '1.0.0', status: 'repaired' }] });
});

test('a 404 that the edge keeps because somebody asked too early is waited for', async () => {
  const { tools, edge } = createTestRelease(['calendar']);
  let early = true;
  const fetch = async (path: string, request?: EdgeRequest) => {
    const answer = await edge.fetch(path, request);
    if (!early) return answer;
    early = false;
    return { ...answer, status: 404 };
  };
  expect(inShort(await release(tools({ edge: { ...edge, fetch }, verifyPauses: [0] })))).toEqual(['calendar 1.0.0 released']);
});

test('a feature above its size budget gets no tag, and the message says by how much', async () => {
  const { tools, remote } = createTestRelease(['calendar']);
  const result = await release(tools({ sizeBudget: { feature: 5, features: {}, runtime: 4 } }));

  expect(result.features).toMatchObject([{ status: 'failed', code: 'PT_BUDGET', reason: expect.stringContaining('budget of 9') }]);
  expect(remote.tags.size).toBe(0);
});

test('an announcement that fails leaves no receipt, so the next run announces again', async () => {
  const { tools } = createTestRelease();
  const announced: string[] = [];
  const announce = async ({ tag }: { readonly tag: { readonly tag: string } }) => {
    announced.push(tag.tag);
    if (tag.tag.startsWith('calendar') && announced.length <= 2) throw new Error('the forge is down');
  };
  const first = await release(tools({ announcer: { announce } }));
  expect(inShort(first)).toEqual(['calendar 1.0.0 failed', 'questionnaire 1.0.0 released']);

  const second = await release(tools({ announcer: { announce } }));
  expect(second.ok).toBe(true);
  expect(announced).toEqual(['calendar-v1.0.0', 'questionnaire-v1.0.0', 'calendar-v1.0.0']);
});

test('an invalidation that fails leaves no receipt, so the next run invalidates again', async () => {
  const { tools, edge } = createTestRelease();
  const first = await release(tools({ edge: { ...edge, invalidate: () => Promise.reject(new Error('throttled')) } }));
  expect(inShort(first)).toEqual(['calendar 1.0.0 failed', 'questionnaire 1.0.0 failed']);

  expect(inShort(await release(tools()))).toEqual(['calendar 1.0.0 repaired', 'questionnaire 1.0.0 repaired']);
  expect(edge.invalidations).toHaveLength(1);
});

const inTheWay = [
  { what: 'a file', key: artefactKey('calendar', '1.0.0', 'chunk-2.js') },
  { what: 'the loader', key: artefactKey('calendar', '1.0.0', 'main.js') },
  { what: 'the claim', key: claimKey('calendar', '1.0.0') },
];

test.each(inTheWay)('somebody’s object in place of $what: the number is given up, and the next one is released', async ({ key }) => {
  const { tools, remote, store } = createTestRelease();
  await store.create(key, object(key, 'mine'));
  const first = await release(tools());

  expect(inShort(first)).toEqual(['calendar 1.0.0 failed', 'questionnaire 1.0.0 released']);
  expect(first.features[0]).toMatchObject({ code: 'PT_VERSION_ABANDONED', reason: expect.stringContaining(key) });
  const record = recordKey('calendar', '1.0.0');
  expect(parseRecord((await store.read(record))!.body, record)).toMatchObject({ status: 'abandoned', files: [] });
  expect(Buffer.from((await store.read(key))!.body).toString()).toBe('mine');

  expect((await release(tools())).ok).toBe(true);
  remote.commit('calendar');
  expect(inShort(await release(tools()))).toEqual(['calendar 1.1.0 released', 'questionnaire 1.0.0 unchanged']);
  const index = parseFeatureIndex((await store.read(indexKey))!.body, indexKey);
  const tagged = [...remote.tags.values()].filter(({ feature }) => feature === 'calendar');
  const settled = settledDigest(new Map(tagged.map(({ version, commit }) => [version, commit])));
  expect(index.features[0]).toMatchObject({ feature: 'calendar', versions: 1, settled });
  expect(tagged).toHaveLength(2);
});

test('somebody’s record is an error that stays until a person has looked', async () => {
  const { tools, store } = createTestRelease();
  const key = recordKey('calendar', '1.0.0');
  await store.create(key, object(key, '{}'));

  for (const _ of [1, 2]) {
    const result = await release(tools());
    expect(result.ok).toBe(false);
    expect(result.features[0]).toMatchObject({ feature: 'calendar', status: 'failed', code: 'PT_RECORD_FOREIGN' });
  }
});

/** A release that is killed right before its first file goes out: tag and claim stand. */
async function claimedOnly() {
  const made = createTestRelease(['calendar']);
  const dies = {
    ...made.store,
    create: async (...args: Parameters<typeof made.store.create>) =>
      args[0].startsWith('elements/v') ? Promise.reject(new Error('killed')) : made.store.create(...args),
  };
  await release(made.tools({ store: dies }));
  const key = claimKey('calendar', '1.0.0');
  return { ...made, claim: parseClaim((await made.store.read(key))!.body, key) };
}

/** The store as if `lost` had never been written. */
const without = <S extends { read(key: string): Promise<unknown>; list(prefix: string): AsyncIterable<string> }>(
  store: S,
  lost: readonly string[],
): S => ({
  ...store,
  read: async (key: string) => (lost.includes(key) ? undefined : store.read(key)),
  async *list(prefix: string) {
    for await (const key of store.list(prefix)) if (!lost.includes(key)) yield key;
  },
});

test('a claim is finished with the bundle it was made for, without building or linking again', async () => {
  const { tools, builder } = await claimedOnly();
  builder.built.length = 0;
  const result = await release(tools({ link: () => expect.unreachable() }));

  expect(inShort(result)).toEqual(['calendar 1.0.0 repaired']);
  expect(builder.built).toEqual([]);
});

test('a claim whose linked bundle is lost is finished when building again gives the same bytes', async () => {
  const { tools, store, claim, builder, remote } = await claimedOnly();
  builder.built.length = 0;
  const lost = [linkedBundleKey(claim.digest), stagingKey('calendar', [...remote.tags.values()][0]!.commit)];
  expect(inShort(await release(tools({ store: without(store, lost) })))).toEqual(['calendar 1.0.0 repaired']);
  expect(builder.built).toEqual(['calendar']);
});

test('a claim whose linked bundle is lost is given up when building again gives other bytes', async () => {
  const { tools, store, claim } = await claimedOnly();
  const link: typeof fakeLink = async (bundle, as) => [...(await fakeLink(bundle, as)), { path: 'newer.js', body: Buffer.from('1') }];
  const result = await release(tools({ store: without(store, [linkedBundleKey(claim.digest)]), link }));

  expect(result.features).toMatchObject([{ status: 'failed', code: 'PT_VERSION_ABANDONED' }]);
  expect((await release(tools())).ok).toBe(true);
});

test('a staged bundle that is there already is the one that is published', async () => {
  const { tools, store, remote, builder } = createTestRelease(['calendar']);
  const stopped = tools();
  await release({ ...stopped, repository: { ...stopped.repository, push: () => Promise.reject(new Error('killed')) } }).catch(() => {});
  const staged = await contentsOf(store);
  builder.built.length = 0;

  expect(inShort(await release(tools()))).toEqual(['calendar 1.0.0 released']);
  expect(builder.built).toEqual([]);
  const key = stagingKey('calendar', [...remote.tags.values()][0]!.commit);
  expect((await contentsOf(store))[key]).toBe(staged[key]);
});

test('a KeyTaken that is no fault of a version is not taken for one', async () => {
  const { tools, store } = createTestRelease(['calendar']);
  const key = linkedBundleKey('0'.repeat(64));
  const damaged = {
    ...store,
    create: async (...args: Parameters<typeof store.create>) =>
      args[0].startsWith('_claims/') && args[0].endsWith('.tar') ? Promise.reject(new KeyTaken(key)) : store.create(...args),
  };
  expect(inShort(await release(tools({ store: damaged })))).toEqual(['calendar 1.0.0 released']);
});

test('versions of a feature that broke off are finished in their order, and one that fails holds back no higher one', async () => {
  const { tools, remote } = createTestRelease(['calendar']);
  const dies = (): ReturnType<typeof tools> => tools({ edge: { ...tools().edge, fetch: () => Promise.reject(new Error('killed')) } });
  for (let minor = 0; minor <= 10; minor++) {
    await release(dies());
    remote.commit('calendar');
  }
  const { edge } = tools();
  const fetch: Edge['fetch'] = (path, request) =>
    path.includes('/v1.2.0/') ? Promise.reject(new Error('reset')) : edge.fetch(path, request);

  const { features, ok } = await release(tools({ edge: { ...edge, fetch } }));
  expect(ok).toBe(false);
  expect(features.map(({ version, status }) => `${version} ${status}`)).toEqual([
    ...[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((minor) => `1.${minor}.0 ${minor === 2 ? 'failed' : 'repaired'}`),
    '1.11.0 released',
  ]);
});

const unreadable: readonly (readonly [what: string, prefix: string, lines: readonly string[]])[] = [
  ['what is open of a feature', '_receipts/calendar/', ['calendar - failed', 'questionnaire 1.1.0 released']],
  ['the records of a feature', 'elements/_records/calendar/', ['calendar - failed', 'questionnaire 1.1.0 released']],
];

test.each(unreadable)('when the store does not give %s, that one gets no tag, and the other is released', async (_, prefix, lines) => {
  const { tools, store, remote, edge } = createTestRelease();
  await release(tools({ edge: { ...edge, fetch: () => Promise.reject(new Error('killed')) } }));
  remote.commit('calendar', 'questionnaire');
  const list: typeof store.list = (asked) => {
    if (asked === prefix) throw new Error('the store is down');
    return store.list(asked);
  };
  const result = await release(tools({ store: { ...store, list } }));

  expect(result.ok).toBe(false);
  expect(inShort(result)).toEqual([lines[0], 'questionnaire 1.0.0 repaired', lines[1]]);
  expect([...remote.tags.keys()]).not.toContain('calendar-v1.1.0');
  expect(inShort(await release(tools()))).toContain('calendar 1.1.0 released');
});

test('a tag on the commit of which the store says nothing is a failure of its feature alone', async () => {
  const { tools, store, remote } = createTestRelease();
  await release({ ...tools(), only: ['questionnaire'] });
  remote.tagByHand('calendar', '1.0.0');
  const read: typeof store.read = (key) =>
    key === recordKey('calendar', '1.0.0') ? Promise.reject(new Error('the store is down')) : store.read(key);
  const result = await release(tools({ store: { ...store, read } }));

  expect(inShort(result)).toEqual(['calendar 1.0.0 failed', 'questionnaire 1.0.0 already-there']);
  expect(result.features[0]!.reason).toBe('the store is down');
});

test('names that no feature has are refused before anything is finished, with the ones that were meant', async () => {
  const { tools, store, edge } = createTestRelease();
  await release(tools({ edge: { ...edge, fetch: () => Promise.reject(new Error('killed')) } }));
  const before = await contentsOf(store);

  for (const selection of [{ only: ['calender'] }, { except: ['calender'] }, { only: ['cal?'] }]) {
    await expect(release({ ...tools(), ...selection })).rejects.toMatchObject({ code: 'PT_FEATURE_UNKNOWN' });
  }
  await expect(release({ ...tools(), only: ['calender'] })).rejects.toMatchObject({ remedy: expect.stringContaining('Is it calendar?') });
  expect(await contentsOf(store)).toEqual(before);
});

test('what broke off is finished and told, whoever is left out', async () => {
  const { tools, edge } = createTestRelease();
  await release(tools({ edge: { ...edge, fetch: () => Promise.reject(new Error('killed')) } }));

  expect(inShort(await release({ ...tools(), only: ['questionnaire'] }))).toEqual([
    'calendar 1.0.0 repaired',
    'questionnaire 1.0.0 repaired',
  ]);
});

test('a plan can be released in part', async () => {
  const { tools } = createTestRelease(['calendar', 'menu', 'questionnaire']);
  const plan = await tools().repository.plan();

  expect(inShort(await release({ ...tools(), plan, except: ['menu'] }))).toEqual([
    'calendar 1.0.0 released',
    'menu - skipped',
    'questionnaire 1.0.0 released',
  ]);
  await expect(release({ ...tools(), plan, only: ['lunch'] })).rejects.toMatchObject({ code: 'PT_FEATURE_UNKNOWN' });
});
