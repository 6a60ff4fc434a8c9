/** Several machines build, one releases: each has a clone of its own, and they share nothing but the remote and the store. */
import { cp, rm } from 'node:fs/promises';
import { type ArtefactStore, runtimeStagingKey, stagingKey } from '@pintag/cdn';
import { createMemoryEdge } from '@pintag/cdn/testing';
import { linkElement } from '@pintag/runtime';
import { expect, onTestFinished, test, vi } from 'vitest';
import { silentAnnouncer } from '../announce/announcer.ts';
import { prebuilt } from '../faults/small-workspace.ts';
import { createTestRemote, type TestClone } from '../git/testing/test-remote.ts';
import type { Builder } from '../publish/builder.ts';
import { createOwnedStore } from '../testing/owned-store.ts';
import { smallRuntime } from '../testing/small-runtime.ts';
import { contentsOf } from '../testing/test-release.ts';
import { release, type ReleaseResult } from './release.ts';
import { type StageOptions, stageReleases, type StageResult } from './stage-releases.ts';

// Real git and semantic-release.
vi.setConfig({ testTimeout: 60_000 });

const features = ['agenda', 'calendar', 'lists', 'menu', 'questionnaire'];

/** A remote whose newest commit releases five features, and a store. */
async function openWorld() {
  const remote = await createTestRemote('new');
  const more = features.map((feature) => [`libs/${feature}/src/element.ts`, `export const define = '${feature}';\n`] as const);
  const commit = await remote.first.commit('feat: all of them', Object.fromEntries(more));
  await remote.first.push();
  return { remote, commit, store: createOwnedStore() };
}

const log = () => {};

async function stage(clone: TestClone, store: ArtefactStore, options: Partial<StageOptions> = {}): Promise<StageResult> {
  const repository = await clone.open({ purpose: 'plan' });
  try {
    return await stageReleases({ repository, store, builder: prebuilt, link: linkElement, log, ...options });
  } finally {
    await repository.close();
  }
}

/** @param builder none: only what is staged is released */
async function releaseFrom(clone: TestClone, store: ArtefactStore, builder?: Builder): Promise<ReleaseResult> {
  const repository = await clone.open();
  try {
    return await release({
      repository,
      store,
      edge: createMemoryEdge({ store }),
      ...(builder && { builder }),
      link: linkElement,
      announcer: silentAnnouncer,
      clock: () => new Date('2026-11-22T08:00:00Z'),
      log,
      verifyPauses: [],
    });
  } finally {
    await repository.close();
  }
}

const statuses = ({ features: all }: ReleaseResult | StageResult) => all.map(({ feature, status }) => `${feature} ${status}`);
const shards = [1, 2, 3].map((part) => ({ part, of: 3 }));

test('three machines stage a share each and a fourth releases: the store ends as if one had done it all', async () => {
  const { remote, store } = await openWorld();
  const alone = await remote.clone();
  const copy = `${remote.url}-alone`;
  await cp(remote.url, copy, { recursive: true });
  onTestFinished(() => rm(copy, { recursive: true }));
  await alone.git('remote', 'set-url', 'origin', copy);
  const expected = createOwnedStore();
  expect((await releaseFrom(alone, expected, prebuilt)).ok).toBe(true);

  const clones = await Promise.all(shards.map(() => remote.clone()));
  const staged = await Promise.all(shards.map((shard, index) => stage(clones[index]!, store, { shard })));
  expect(staged.map(statuses)).toEqual([['agenda staged'], ['calendar staged', 'lists staged'], ['menu staged', 'questionnaire staged']]);
  expect(staged.map(({ plan }) => plan)).toEqual(shards.map(() => staged[0]!.plan));
  expect([...(await store.contents()).keys()].every((key) => key.startsWith('_staging/'))).toBe(true);

  const released = await releaseFrom(await remote.clone(), store);
  expect(statuses(released)).toEqual(features.map((feature) => `${feature} released`));
  expect(await contentsOf(store)).toEqual(await contentsOf(expected));
});

test('a machine that dies holds up its own share alone, and staging and releasing again makes up for it', async () => {
  const { remote, store } = await openWorld();
  await Promise.all([shards[0]!, shards[2]!].map(async (shard) => stage(await remote.clone(), store, { shard })));
  const dying = createOwnedStore();
  let writes = 0;
  const died = stage(
    await remote.clone(),
    {
      ...dying,
      read: (key) => store.read(key),
      create: async (key, object) => {
        if ((writes += 1) > 1) throw new Error('the machine went away');
        return store.create(key, object);
      },
    } satisfies ArtefactStore,
    { shard: shards[1]! },
  );
  expect(statuses(await died)).toEqual(['calendar failed', 'lists failed']);

  const first = await releaseFrom(remote.first, store);
  expect(first.ok).toBe(false);
  expect(statuses(first)).toEqual(['agenda released', 'calendar failed', 'lists failed', 'menu released', 'questionnaire released']);
  expect(first.features[1]).toMatchObject({ code: 'PT_NOT_STAGED', remedy: expect.stringContaining('pintag stage') });
  expect(await remote.git('tag', '--list', 'calendar-*')).toBe('');

  expect((await stage(await remote.clone(), store, { shard: shards[1]! })).ok).toBe(true);
  // The plan is smaller now, so that its shares are others than before; what is missing is somebody's all the same.
  await Promise.all(shards.map(async (shard) => stage(await remote.clone(), store, { shard })));
  const second = await releaseFrom(remote.first, store);
  expect(statuses(second).filter((status) => status.endsWith('released'))).toEqual(['calendar released', 'lists released']);
  expect(second.ok).toBe(true);
});

test('of two machines that stage other bytes for one commit the first is released', async () => {
  const { remote, store, commit } = await openWorld();
  const slow: Builder = {
    build: async (wanted, root) => {
      const outcomes = await prebuilt.build(wanted, root);
      // Both have looked, and neither has found anything; the other one is done earlier.
      await stage(await remote.clone(), store, { only: ['menu'] });
      return outcomes.map((outcome) => ({
        ...outcome,
        files: [...('files' in outcome ? outcome.files : []), { path: 'notice.txt', body: Buffer.from('other') }],
      }));
    },
  };
  const second = await stage(await remote.clone(), store, { only: ['menu'], builder: slow });
  expect(second.ok).toBe(true);
  expect(await store.text(stagingKey('menu', commit))).not.toContain('notice.txt');

  await releaseFrom(remote.first, store);
  const files = [...(await store.contents()).keys()].filter((key) => key.includes('/v1.0.0/menu/'));
  expect(files).toContain('elements/v1.0.0/menu/main.js');
  expect(files.some((key) => key.includes('notice'))).toBe(false);
});

test('a share without work has nothing staged, and that is no failure; what is staged already is not built again', async () => {
  const { remote, store } = await openWorld();
  const clone = await remote.clone();
  expect(await stage(clone, store, { only: ['menu'], shard: { part: 1, of: 2 } })).toMatchObject({ ok: true, features: [] });
  expect(statuses(await stage(clone, store, { only: ['menu'] }))).toEqual(['menu staged']);
  const none: Builder = { build: () => Promise.reject(new Error('Nothing is to be built.')) };
  expect(statuses(await stage(clone, store, { only: ['menu'], builder: none }))).toEqual(['menu already-staged']);
});

test('what fails to be built is told, and its neighbours in the share are staged', async () => {
  const { remote, store } = await openWorld();
  const builder: Builder = {
    build: async (wanted, root) =>
      (await prebuilt.build(wanted, root)).map((outcome) =>
        outcome.feature === 'lists' ? { feature: 'lists', failure: new Error('lists does not compile') } : outcome,
      ),
  };
  const staged = await stage(remote.first, store, { builder, shard: shards[1]! });
  expect(staged).toMatchObject({
    ok: false,
    features: [
      { feature: 'calendar', status: 'staged' },
      { feature: 'lists', version: '1.0.0', status: 'failed', reason: 'lists does not compile' },
    ],
  });
});

test('a staged bundle counts only together with its runtime', async () => {
  const { remote, store } = await openWorld();
  await stage(remote.first, store);
  await store.remove(runtimeStagingKey(smallRuntime.name));
  const { features: failed, ok } = await releaseFrom(remote.first, store);
  expect(ok).toBe(false);
  for (const one of failed) expect(one).toMatchObject({ code: 'PT_NOT_STAGED', reason: expect.stringContaining(smallRuntime.name) });
  expect(await remote.git('tag')).toBe('');
});

test('what stands in the way of a bundle is told when it is staged, and not only when it is released', async () => {
  const { remote, store, commit } = await openWorld();
  await store.replace(stagingKey('menu', commit), 'junk');
  const staged = await stage(remote.first, store, { only: ['menu'] });
  expect(staged).toMatchObject({ ok: false, features: [{ feature: 'menu', status: 'failed', code: 'PT_NOT_STAGED' }] });
});

test('a version that was tagged and whose bundle is gone waits for a run that builds, and keeps its number', async () => {
  const { remote, store, commit } = await openWorld();
  await stage(remote.first, store);
  const repository = await remote.first.open();
  await repository.push((await repository.plan({ only: ['menu'] })).releases);
  await repository.close();
  await store.remove(stagingKey('menu', commit));

  const first = await releaseFrom(remote.first, store);
  expect(first.features.find(({ feature }) => feature === 'menu')).toMatchObject({
    status: 'failed',
    version: '1.0.0',
    code: 'PT_NOT_STAGED',
  });
  expect(statuses(first).filter((status) => status.endsWith('released'))).toHaveLength(4);
  expect(statuses(await releaseFrom(remote.first, store, prebuilt))).toContain('menu repaired');
});
