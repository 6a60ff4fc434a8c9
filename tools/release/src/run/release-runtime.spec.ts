/** The shared runtime in a release: staged once, published before what needs it, and never again. */
import {
  type ArtefactStore,
  PintagError,
  linkedBundleKey,
  parseClaim,
  claimKey,
  parseRecord,
  parseRuntimeRecord,
  recordKey,
  runtimeKey,
  runtimePrefix,
  runtimeRecordKey,
  runtimeStagingKey,
  stagingKey,
} from '@pintag/cdn';
import { createMemoryEdge } from '@pintag/cdn/testing';
import { expect, test } from 'vitest';
import { createWatch, watchTools } from '../faults/watch-calls.ts';
import type { LogEvent } from '../events/log.ts';
import type { Builder, RuntimeBundle } from '../publish/builder.ts';
import type { ReleaseTools } from './release-tools.ts';
import { release } from './release.ts';
import { type OwnedStore, createOwnedStore } from '../testing/owned-store.ts';
import { makeRuntime, smallRuntime } from '../testing/small-runtime.ts';
import { type TestRelease, bundleOf, contentsOf, createTestRelease } from '../testing/test-release.ts';

const { name } = smallRuntime;
const later = await makeRuntime({ 'angular.js': 'export const framework = "later";', 'forms.js': 'export {};' });

/** A release on a store whose owner may do what no release may. */
function owned(features?: readonly string[]): TestRelease & { readonly store: OwnedStore } {
  const made = createTestRelease(features);
  const store = createOwnedStore();
  const edge = createMemoryEdge({ store });
  return { ...made, store, edge, tools: (overrides = {}) => made.tools({ store, edge, verifyPauses: [], ...overrides }) };
}

/** @param runtime what features are built on; `null`: self-contained */
const buildingOn = (runtime: RuntimeBundle | null, given: RuntimeBundle | undefined = runtime ?? undefined): Builder => ({
  build: async (features, root) =>
    features.map((feature) => ({ feature, files: bundleOf(feature, root, runtime), ...(given && { runtime: given }) })),
});

async function callsOf(tools: ReleaseTools, wanted: RegExp = /runtime/): Promise<string[]> {
  const calls: string[] = [];
  await release(watchTools(tools, createWatch({ before: (call) => void calls.push(call.name) })));
  return calls.filter((call) => wanted.test(call));
}

const recordOf = async (store: ArtefactStore, feature: string, version: string) => {
  const key = recordKey(feature, version);
  return parseRecord((await store.read(key))!.body, key);
};

/** Tagged by a run that went no further. */
async function taggedOnly({ tools }: TestRelease): Promise<void> {
  const stopping = tools();
  await release({
    ...stopping,
    repository: {
      ...stopping.repository,
      async push(releases) {
        await stopping.repository.push(releases);
        throw new Error('the machine went away');
      },
    },
  }).catch(() => {});
}

const read = `store.read ${runtimeRecordKey(name)}`;

test('features that share a runtime have it staged, published and recorded once, before either can be loaded', async () => {
  const features = ['calendar', 'menu', 'questionnaire'];
  const { tools, store } = createTestRelease(features);
  const calls = await callsOf(tools(), /runtime|main\.js$/);

  const files = ['3rdpartylicenses.txt', 'angular.js', 'forms.js'].flatMap((file) => [file, `${file}.br`]);
  const created = calls.filter((call) => call.startsWith('store.create'));
  expect(created.slice(0, -features.length).sort()).toEqual(
    [runtimeStagingKey(name), ...files.map((file) => runtimeKey(name, file)), runtimeRecordKey(name)]
      .map((key) => `store.create ${key}`)
      .sort(),
  );
  expect(created.slice(-features.length).every((call) => call.endsWith('main.js'))).toBe(true);
  expect(created.indexOf(`store.create ${runtimeRecordKey(name)}`)).toBe(files.length + 1);
  const verified = calls.findLastIndex((call) => call.startsWith('edge.fetch /elements/runtime/'));
  expect(verified).toBeLessThan(calls.indexOf(`store.create ${runtimeRecordKey(name)}`));

  for (const feature of features) expect(await recordOf(store, feature, '1.0.0')).toMatchObject({ runtime: name });
  const record = parseRuntimeRecord((await store.read(runtimeRecordKey(name)))!.body, 'record');
  expect(record.files.map(({ path }) => path)).toEqual(files.sort());
});

test('a runtime that is published already costs one read, and is neither staged nor verified again', async () => {
  const { tools, remote } = createTestRelease();
  await release(tools());
  remote.commit('calendar', 'questionnaire');

  expect(await callsOf(tools())).toEqual([read]);
});

test('a self-contained feature needs none, and stays beside one that shares', async () => {
  const { tools, store, remote } = createTestRelease(['calendar']);
  await release(tools({ builder: buildingOn(null) }));
  expect(await recordOf(store, 'calendar', '1.0.0')).not.toHaveProperty('runtime');
  const before = await contentsOf(store);
  expect(Object.keys(before).filter((key) => key.includes('runtime'))).toEqual([]);

  remote.commit('calendar');
  expect((await release(tools())).ok).toBe(true);
  expect(await recordOf(store, 'calendar', '1.1.0')).toMatchObject({ runtime: name });
  const after = await contentsOf(store);
  expect(Object.entries(before).filter(([key, text]) => !/(versions|index)\.json$/.test(key) && after[key] !== text)).toEqual([]);
});

test('a version on a later runtime leaves the earlier one as it is, so rolling back is nothing but the old URL', async () => {
  const { tools, store, remote } = createTestRelease(['calendar']);
  await release(tools());
  const before = await contentsOf(store);
  remote.commit('calendar');
  await release(tools({ builder: buildingOn(later) }));

  expect(await recordOf(store, 'calendar', '1.0.0')).toMatchObject({ runtime: name });
  expect(await recordOf(store, 'calendar', '1.1.0')).toMatchObject({ runtime: later.name });
  const after = await contentsOf(store);
  const ofFirst = (key: string) =>
    key.startsWith(runtimePrefix(name)) || key.startsWith('elements/v1.0.0/') || key === runtimeRecordKey(name);
  expect(Object.keys(before).filter(ofFirst).length).toBeGreaterThan(6);
  expect(Object.keys(before).filter((key) => ofFirst(key) && after[key] !== before[key])).toEqual([]);
});

const misfits: readonly { readonly what: string; readonly builder: Builder; readonly says: string }[] = [
  {
    what: 'that its build did not give',
    builder: { build: async (features, root) => features.map((feature) => ({ feature, files: bundleOf(feature, root) })) },
    says: 'the build did not give it',
  },
  { what: 'other than its build gave', builder: buildingOn(smallRuntime, later), says: `the build gave ${later.name}` },
  {
    what: 'whose files are not what its name says',
    builder: buildingOn(smallRuntime, { ...later, name }),
    says: 'not those that its name stands for',
  },
  {
    what: 'of which it expects other bytes',
    builder: {
      build: async (features, root) =>
        features.map((feature) => ({
          feature,
          runtime: smallRuntime,
          files: bundleOf(feature, root).map(({ path, body }) => ({
            path,
            body:
              path === 'element.json'
                ? Buffer.from(
                    Buffer.from(body)
                      .toString()
                      .replace(/sha384-.{8}/, 'sha384-AAAAAAAA'),
                  )
                : body,
          })),
        })),
    },
    says: 'was built for sha384-AAAAAAAA',
  },
];

test.each(misfits)('a feature that needs a runtime $what gets no tag', async ({ builder, says }) => {
  const { tools, store, remote } = createTestRelease(['calendar']);
  const result = await release(tools({ builder }));

  expect(result).toMatchObject({
    ok: false,
    features: [{ status: 'failed', code: 'PT_RUNTIME_MISMATCH', reason: expect.stringContaining(says) }],
  });
  expect(remote.tags.size).toBe(0);
  expect(await contentsOf(store)).toEqual({});
});

test('a feature that was built for other bytes than the published runtime has gets no tag', async () => {
  const { tools, store, remote } = owned(['calendar']);
  await release(tools());
  const key = runtimeRecordKey(name);
  await store.replace(key, (await store.text(key)).replace(/sha384-.{8}/g, 'sha384-AAAAAAAA'));
  remote.commit('calendar');

  expect(await release(tools())).toMatchObject({ ok: false, features: [{ status: 'failed', code: 'PT_RUNTIME_MISMATCH' }] });
  expect(remote.tags.size).toBe(1);
});

test('a staged feature whose staged runtime is gone is built again, and so is one whose staged runtime is damaged', async () => {
  for (const damage of [
    (store: OwnedStore) => store.remove(runtimeStagingKey(name)),
    (store: OwnedStore) => store.replace(runtimeStagingKey(name), 'mine'),
  ]) {
    const world = owned(['calendar']);
    world.remote.refused.add('calendar');
    await release(world.tools());
    await damage(world.store);
    world.remote.refused.clear();
    world.builder.built.length = 0;

    expect((await release(world.tools())).ok).toBe(true);
    expect(world.builder.built).toContain('calendar');
    expect(await recordOf(world.store, 'calendar', '1.0.0')).toMatchObject({ runtime: name });
  }
});

test('a tag whose staged runtime has expired is finished from a build of its commit', async () => {
  const world = owned();
  const undisturbed = owned();
  await release(undisturbed.tools());
  await taggedOnly(world);
  await world.store.remove(runtimeStagingKey(name));
  world.builder.built.length = 0;

  expect((await release(world.tools())).ok).toBe(true);
  expect(world.builder.built).toEqual(['calendar']);
  expect(await contentsOf(world.store)).toEqual(await contentsOf(undisturbed.store));
});

test('where that build gives another runtime and nothing is claimed, the version is published on the one that can be had', async () => {
  const world = owned(['calendar']);
  await taggedOnly(world);
  await world.store.remove(runtimeStagingKey(name));

  expect((await release(world.tools({ builder: buildingOn(later) }))).ok).toBe(true);
  expect(await recordOf(world.store, 'calendar', '1.0.0')).toMatchObject({ status: 'released', runtime: later.name });
});

test('where it is claimed for a runtime that nobody can make any more, its number is given up, and the others go on', async () => {
  const world = owned();
  await release(world.tools());
  world.remote.commit('calendar', 'questionnaire');
  await taggedOnly(world);
  await release(world.tools());
  // As if the second run had claimed calendar 1.1.0 and died, and then somebody emptied the bucket of the runtime.
  const { store } = world;
  for await (const key of store.list(''))
    if (
      /runtime|receipts\/calendar\/1\.1\.0|_records\/calendar\/1\.1\.0|elements\/v1\.1\.0\/calendar|index\.json|calendar\/versions\.json/.test(
        key,
      )
    )
      await store.remove(key);

  const result = await release(world.tools({ builder: buildingOn(later) }));
  expect(result.features).toContainEqual(
    expect.objectContaining({
      feature: 'calendar',
      version: '1.1.0',
      status: 'failed',
      code: 'PT_VERSION_ABANDONED',
      reason: expect.stringContaining(name),
    }),
  );
  expect(await recordOf(store, 'calendar', '1.1.0')).toMatchObject({ status: 'abandoned' });
  const claim = parseClaim((await store.read(claimKey('calendar', '1.1.0')))!.body, 'claim');
  expect(claim).toMatchObject({ runtime: name });
  expect(await store.read(linkedBundleKey(claim.digest))).toBeDefined();
});

test('an edge that serves the runtime wrong holds every feature that needs it, and no number is lost', async () => {
  const world = owned(['calendar', 'menu']);
  const { edge, store } = world;
  const wrong: typeof edge = {
    ...edge,
    fetch: async (path, request) => {
      const answer = await edge.fetch(path, request);
      return path.endsWith('/angular.js') ? { ...answer, headers: { ...answer.headers, 'cache-control': 'no-store' } } : answer;
    },
  };
  const builder: Builder = {
    build: async (features, root) =>
      (await Promise.all(features.map((feature) => buildingOn(feature === 'menu' ? null : smallRuntime).build([feature], root)))).flat(),
  };
  const result = await release(world.tools({ edge: wrong, builder }));
  expect(result.features).toMatchObject([
    { feature: 'calendar', status: 'failed', code: 'PT_RUNTIME_WRONG', reason: expect.stringContaining('no-store') },
    { feature: 'menu', status: 'released' },
  ]);
  expect(Object.keys(await contentsOf(store)).filter((key) => /_claims\/calendar|v1\.0\.0\/calendar|_records\/runtime/.test(key))).toEqual(
    [],
  );

  expect(await release(world.tools({ builder }))).toMatchObject({
    ok: true,
    features: [{ feature: 'calendar', version: '1.0.0', status: 'repaired' }, { feature: 'menu' }],
  });
});

test('bytes of somebody else under the runtime’s URL are said, and nothing is published on them', async () => {
  const world = owned(['calendar']);
  const key = runtimeKey(name, 'forms.js');
  await world.store.replace(key, 'mine');

  expect(await release(world.tools())).toMatchObject({
    ok: false,
    features: [{ status: 'failed', code: 'PT_RUNTIME_TAKEN', remedy: expect.stringContaining(key) }],
  });
  await world.store.remove(key);
  expect(await release(world.tools())).toMatchObject({ ok: true, features: [{ version: '1.0.0', status: 'repaired' }] });
});

test('a runtime that fails for one feature is tried again for the next', async () => {
  const world = createTestRelease(['calendar', 'questionnaire']);
  let refusals = 1;
  const store: ArtefactStore = {
    ...world.store,
    create: (key, object) => {
      if (key === runtimeRecordKey(name) && refusals-- > 0)
        throw new PintagError('PT_STORE_FAILED', { what: key, bucket: 'b', why: 'busy' });
      return world.store.create(key, object);
    },
  };
  const result = await release(world.tools({ store }));
  expect(result.features.map(({ status }) => status).sort()).toEqual(['failed', 'released']);
});

test('what is staged says so in the log, once', async () => {
  const told: LogEvent[] = [];
  const { tools } = createTestRelease();
  await release(tools({ log: (event) => told.push(event) }));
  expect(told.filter(({ message }) => message.includes(name)).map(({ message }) => message)).toEqual([
    `The runtime ${name} is staged.`,
    `The runtime ${name} is published.`,
  ]);
});

test('the staged bundle of the feature comes after that of its runtime', async () => {
  const { tools, remote } = createTestRelease(['calendar']);
  const { commit } = tools().repository;
  const calls = await callsOf(tools(), /^store\.create _staging/);
  expect(calls).toEqual([runtimeStagingKey(name), stagingKey('calendar', commit)].map((key) => `store.create ${key}`));
  expect(remote.tags.size).toBe(1);
});
