/** Two releases at once, plans that have grown old, and requests for less than everything. */
import { type ArtefactStore, digestOf, indexKey } from '@pintag/cdn';
import { expect, test } from 'vitest';
import type { ReleaseTag } from '../git/repository.ts';
import { type ReleaseResult, release } from './release.ts';
import { contentsOf, createTestRelease } from '../testing/test-release.ts';

const inShort = ({ features }: ReleaseResult) => features.map(({ feature, version, status }) => `${feature} ${version ?? '-'} ${status}`);

/** Counts what really came into being. */
function counting(store: ArtefactStore): { store: ArtefactStore; created: Map<string, number> } {
  const created = new Map<string, number>();
  const create: ArtefactStore['create'] = async (key, object) => {
    const written = await store.create(key, object);
    if (written === 'created') created.set(key, (created.get(key) ?? 0) + 1);
    return written;
  };
  return { store: { ...store, create }, created };
}

test('two releases at once: each version is tagged by one, published once, and both end well', async () => {
  const { tools, store, remote } = createTestRelease();
  const alone = createTestRelease();
  await release(alone.tools());
  const counted = counting(store);
  const results = await Promise.all([release(tools({ store: counted.store })), release(tools({ store: counted.store }))]);

  expect(results.map(({ ok }) => ok)).toEqual([true, true]);
  const released = results.flatMap((result) => inShort(result).filter((line) => line.endsWith(' released')));
  expect(released.sort()).toEqual(['calendar 1.0.0 released', 'questionnaire 1.0.0 released']);
  expect([...counted.created.values()].every((times) => times === 1)).toBe(true);
  expect(await contentsOf(store)).toEqual(await contentsOf(alone.store));
  expect(new Set([...remote.tags.values()].map(({ run }) => run)).size).toBe(1);
});

test('eight releases at once end in the same state as one', async () => {
  const { tools, store } = createTestRelease(['a', 'b', 'c', 'd']);
  const alone = createTestRelease(['a', 'b', 'c', 'd']);
  await release(alone.tools());
  const results = await Promise.all(Array.from({ length: 8 }, () => release(tools())));

  expect(results.every(({ ok }) => ok)).toBe(true);
  expect(await contentsOf(store)).toEqual(await contentsOf(alone.store));
});

test('a run that another one overtakes between plan and push says so, and finds everything done', async () => {
  const { tools, remote } = createTestRelease();
  const other = tools();
  remote.beforePush = async () => {
    remote.beforePush = () => {};
    await release(other);
  };
  const result = await release(tools());

  expect(result.ok).toBe(true);
  expect(inShort(result)).toEqual(['calendar 1.0.0 already-there', 'questionnaire 1.0.0 already-there']);
});

test('a run that overtook and then died is finished by the one it overtook', async () => {
  const { tools, remote } = createTestRelease(['calendar']);
  const other = tools();
  remote.beforePush = async (releases) => {
    remote.beforePush = () => {};
    await other.repository.push(releases);
  };
  const result = await release(tools());

  expect(inShort(result)).toEqual(['calendar 1.0.0 already-there']);
  expect(inShort(await release(tools()))).toEqual(['calendar 1.0.0 already-there']);
});

test('after five lost races the feature has failed, and nothing of it is public', async () => {
  const { tools, store } = createTestRelease(['calendar']);
  const run = tools();
  let pushes = 0;
  const push: typeof run.repository.push = async (releases) => (pushes++, releases.map((lost) => ({ release: lost, status: 'raced' })));
  const result = await release({ ...run, repository: { ...run.repository, push } });

  expect(pushes).toBe(5);
  expect(result.features).toMatchObject([{ status: 'failed', code: 'PT_PUSH_RACED' }]);
  expect(Object.keys(await contentsOf(store)).filter((key) => key.startsWith('elements/'))).toEqual([]);
});

test('a checkout behind the remote: features tagged later are superseded, the others released', async () => {
  const { tools, remote } = createTestRelease();
  const old = tools().repository.commit;
  remote.commit('calendar');
  await release({ ...tools(), only: ['calendar'] });
  const behind = await release({ ...tools(), repository: remote.open({ run: 'behind', commit: old }) });

  expect(inShort(behind)).toEqual(['calendar 1.0.0 superseded', 'questionnaire 1.0.0 released']);
  expect(behind.ok).toBe(true);
});

test('a dry run says what a release would do, and writes nothing anywhere', async () => {
  const { tools, store, remote, builder, edge } = createTestRelease();
  const result = await release({ ...tools(), dryRun: true });

  expect(inShort(result)).toEqual(['calendar 1.0.0 planned', 'questionnaire 1.0.0 planned']);
  expect(await contentsOf(store)).toEqual({});
  expect(remote.tags.size).toBe(0);
  expect([...builder.built, ...edge.invalidations, ...edge.asked]).toEqual([]);
});

test('one feature alone can be released, and all but one', async () => {
  const { tools } = createTestRelease(['a', 'b', 'c']);
  expect(inShort(await release({ ...tools(), only: ['b'] }))).toEqual(['b 1.0.0 released']);
  expect(inShort(await release({ ...tools(), except: ['c'] }))).toEqual(['a 1.0.0 released', 'b 1.0.0 already-there', 'c - skipped']);
});

test('a plan is released as it was made', async () => {
  const { tools } = createTestRelease();
  const plan = await tools().repository.plan({ only: ['calendar'] });
  expect(inShort(await release({ ...tools(), plan }))).toEqual(['calendar 1.0.0 released']);
});

test('a plan whose release broke off is taken up again by the same plan', async () => {
  const { tools } = createTestRelease();
  const plan = await tools().repository.plan();
  const stopped = tools();
  await release({ ...stopped, plan, edge: { ...stopped.edge, invalidate: () => Promise.reject(new Error('killed')) } });

  expect(inShort(await release({ ...tools(), plan }))).toEqual(['calendar 1.0.0 repaired', 'questionnaire 1.0.0 repaired']);
});

test('a plan for another commit is refused before anything is built', async () => {
  const { tools, remote, builder } = createTestRelease();
  const plan = await tools().repository.plan();
  remote.commit('calendar');

  await expect(release({ ...tools(), plan })).rejects.toMatchObject({ code: 'PT_PLAN_STALE' });
  expect(builder.built).toEqual([]);
});

test('a plan whose tags have moved is refused, and the message says what is different', async () => {
  const { tools, remote } = createTestRelease();
  const plan = await tools().repository.plan();
  remote.tagByHand('calendar', '1.0.0');

  await expect(release({ ...tools(), plan })).rejects.toThrow('it has calendar unreleased → 1.0.0');
  expect([...remote.tags.keys()]).toEqual(['calendar-v1.0.0']);
});

test('a tag moved after its release is noticed by every release, until it is back; newer versions are released', async () => {
  const { tools, remote } = createTestRelease(['calendar']);
  await release(tools());
  const tag = remote.tags.get('calendar-v1.0.0')!;
  const tags = remote.tags as Map<string, ReleaseTag>;
  tags.set(tag.tag, { ...tag, commit: remote.commit() });
  const moved = await release(tools());
  remote.commit('calendar');
  const next = await release(tools());
  tags.set(tag.tag, tag);

  expect(moved).toMatchObject({ ok: false, features: [{ version: '1.0.0', status: 'failed', code: 'PT_RECORD_FOREIGN' }] });
  expect(inShort(next)).toEqual(['calendar 1.0.0 failed', 'calendar 1.1.0 released']);
  expect(inShort(await release(tools()))).toEqual(['calendar 1.1.0 already-there']);
});

test('a row of an index from before commits were part of its digest is derived again once', async () => {
  const { tools, store, edge } = createTestRelease(['calendar']);
  await release(tools());
  const before = await contentsOf(store);
  const stored = (await store.read(indexKey))!;
  const old = Buffer.from(stored.body)
    .toString()
    .replace(/"settled": "\w+"/, `"settled": "${digestOf(Buffer.from('1.0.0'))}"`);
  await store.compareAndSet(indexKey, { ...stored, body: Buffer.from(old) }, stored.etag);
  await release(tools());

  expect(old).not.toBe(before[indexKey]);
  expect(await contentsOf(store)).toEqual(before);
  await release(tools());
  expect(edge.invalidations).toHaveLength(2);
});
