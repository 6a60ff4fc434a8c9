/** A version that is released comes to another channel: git is told before people are, so that people are told has to be remembered. */
import { artefactKey, indexKey, parseFeatureIndex, promotionKey } from '@pintag/cdn';
import { expect, test } from 'vitest';
import type { Announcer } from '../announce/announcer.ts';
import { contentFor } from '../publish/stored-content.ts';
import { inspect } from '../reconcile/inspect.ts';
import { reconcile } from '../reconcile/reconcile.ts';
import { contentsOf, createTestRelease, type TestRelease } from '../testing/test-release.ts';
import { release } from './release.ts';

/** Calendar 1.0.0 is released on `next`; a release of everybody's branch promotes it. */
async function releasedOnNext(): Promise<TestRelease> {
  const made = createTestRelease(['calendar']);
  await release(made.tools({ repository: made.remote.open({ run: 'run-next', channel: 'next' }) }));
  return made;
}

const listening = (): Announcer & { readonly told: unknown[] } => {
  const told: unknown[] = [];
  return { told, announce: async ({ tag, story }) => void told.push({ tag: tag.tag, ...(await story()) }) };
};
const down: Announcer = { announce: () => Promise.reject(new Error('GitHub does not answer')) };
const promotion = { tag: 'calendar-v1.0.0', notes: '', commits: [], channel: null };
const begun = promotionKey('calendar', '1.0.0', null, 'begun');
const finished = promotionKey('calendar', '1.0.0', null, 'finished');

test('it is told, and stored as begun before the push and as finished after', async () => {
  const { remote, store, tools } = await releasedOnNext();
  const announcer = listening();
  remote.beforePush = async () => {
    expect(Object.keys(await contentsOf(store))).toContain(begun);
    expect(Object.keys(await contentsOf(store))).not.toContain(finished);
  };
  const result = await release(tools({ announcer }));

  expect(result.features).toMatchObject([{ feature: 'calendar', version: '1.0.0', status: 'released' }]);
  expect(announcer.told).toEqual([promotion]);
  expect(Object.keys(await contentsOf(store))).toEqual(expect.arrayContaining([begun, finished]));
  expect(await inspect({ repository: tools().repository, store })).toMatchObject({ ok: true, discrepancies: [] });
});

test.each(['release', 'reconcile'] as const)('one that nobody could be told of is told by the next %s, once', async (command) => {
  const { store, tools } = await releasedOnNext();
  expect(await release(tools({ announcer: down }))).toMatchObject({ ok: false, features: [{ feature: 'calendar', status: 'failed' }] });

  const announcer = listening();
  const again = command === 'release' ? await release(tools({ announcer })) : await reconcile(tools({ announcer }));
  expect(again).toMatchObject({ ok: true, features: [{ feature: 'calendar', version: '1.0.0', status: 'repaired' }] });
  expect(announcer.told).toEqual([promotion]);

  const late = listening();
  await release(tools({ announcer: late }));
  await reconcile(tools({ announcer: late }));
  expect(late.told).toEqual([]);
  expect(await inspect({ repository: tools().repository, store })).toMatchObject({ ok: true });
});

test('a dry run and a check name it', async () => {
  const { store, tools } = await releasedOnNext();
  await release(tools({ announcer: down }));

  expect(await release({ ...tools(), dryRun: true })).toMatchObject({
    features: [{ feature: 'calendar', version: '1.0.0', status: 'planned' }],
  });
  expect(await inspect({ repository: tools().repository, store })).toMatchObject({
    ok: false,
    discrepancies: [{ kind: 'promotion-not-announced', feature: 'calendar', version: '1.0.0', tag: 'calendar-v1.0.0', key: finished }],
  });
});

test('one that was begun and never pushed is nothing to tell, and the next release pushes it', async () => {
  const { remote, store, tools } = await releasedOnNext();
  remote.refused.add('calendar');
  await release(tools());
  const announcer = listening();

  expect(await reconcile(tools({ announcer }))).toMatchObject({ ok: true, features: [] });
  expect(announcer.told).toEqual([]);
  remote.refused.clear();
  expect(await release(tools({ announcer }))).toMatchObject({ ok: true, features: [{ status: 'released' }] });
  expect(announcer.told).toEqual([promotion]);
  expect(await inspect({ repository: tools().repository, store })).toMatchObject({ ok: true, discrepancies: [] });
});

test('one that cannot be stored is not pushed', async () => {
  const { remote, store, tools } = await releasedOnNext();
  const full = {
    ...store,
    create: async (key: string, content: never) => (key === begun ? Promise.reject(new Error('no space')) : store.create(key, content)),
  };

  expect(await release(tools({ store: full }))).toMatchObject({ ok: false, features: [{ status: 'failed', reason: 'no space' }] });
  expect(remote.channels.get('calendar-v1.0.0')).toEqual(['next']);
});

test('of two runs that promote the same version one does, and both end well', async () => {
  const { remote, store, tools } = await releasedOnNext();
  const announcer = listening();
  const slow = tools({ announcer });
  let isFirst = true;
  remote.beforePush = async () => {
    if (!isFirst) return;
    isFirst = false;
    await release(tools({ announcer }));
  };

  expect(await release(slow)).toMatchObject({ ok: true });
  expect(announcer.told).toEqual([promotion]);
  expect(await inspect({ repository: tools().repository, store })).toMatchObject({ ok: true, discrepancies: [] });
});

test('a version that is promoted before its own release was finished is told of once, with all that is in it', async () => {
  const made = createTestRelease(['calendar']);
  const { remote, tools } = made;
  await release(tools({ repository: remote.open({ run: 'run-next', channel: 'next' }), announcer: down }));
  const announcer = listening();

  expect(await release(tools({ announcer }))).toMatchObject({ ok: true });
  const { commit } = remote.tags.get('calendar-v1.0.0')!;
  expect(announcer.told).toEqual([{ tag: 'calendar-v1.0.0', notes: '## 1.0.0', commits: [commit], channel: null }]);
});

test('a version that was given up is nobody’s news on any channel', async () => {
  const { remote, store, tools } = createTestRelease(['calendar']);
  const key = artefactKey('calendar', '1.0.0', 'main.js');
  await store.create(key, contentFor(key, Buffer.from('mine')));
  await release(tools({ repository: remote.open({ run: 'run-next', channel: 'next' }) }));
  const announcer = listening();
  await release(tools({ announcer }));

  expect(await release(tools({ announcer }))).toMatchObject({ ok: true, features: [{ status: 'unchanged' }] });
  expect(await reconcile(tools({ announcer }))).toMatchObject({ ok: true, features: [] });
  expect(announcer.told).toEqual([]);
});

test('versions that were promoted by an older Pintag are nothing to tell', async () => {
  const { remote, store, tools } = await releasedOnNext();
  const old = remote.open({ run: 'run-old' });
  await old.push((await old.plan()).releases);
  const announcer = listening();

  expect(await release(tools({ announcer }))).toMatchObject({ ok: true });
  expect(await reconcile(tools({ announcer }))).toMatchObject({ ok: true, features: [] });
  expect(announcer.told).toEqual([]);
  expect(parseFeatureIndex((await store.read(indexKey))!.body, indexKey).features).toHaveLength(1);
});
