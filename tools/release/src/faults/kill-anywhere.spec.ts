/** Every external call of a release, in one process: the run dies right before or right after it, and is run again. */
import type { ArtefactStore } from '@pintag/cdn';
import { expect, test } from 'vitest';
import type { Announcer } from '../announce/announcer.ts';
import type { ReleaseTools } from '../run/release-tools.ts';
import { release } from '../run/release.ts';
import { type TestRelease, contentsOf, createTestRelease } from '../testing/test-release.ts';
import { type Moment, findViolations } from './find-violations.ts';
import { type CallHooks, type ExternalCall, createWatch, watchRepository, watchTools } from './watch-calls.ts';

class Killed extends Error {}

function watchCalls(tools: ReleaseTools, hooks: CallHooks): ReleaseTools {
  const watched = createWatch(hooks);
  return { ...watchTools(tools, watched), repository: watchRepository(tools.repository, watched) };
}

/** From the kill on nothing leaves the process any more. */
function killing(moment: 'before' | 'after', { name, occurrence }: ExternalCall): CallHooks & { hasDied(): boolean } {
  let dead = false;
  const dieAt = (call: ExternalCall) => {
    dead ||= call.name === name && call.occurrence === occurrence;
    if (dead) throw new Killed();
  };
  const dieIfDead = () => {
    if (dead) throw new Killed();
  };
  const hooks = moment === 'before' ? { before: dieAt, after: dieIfDead } : { before: dieIfDead, after: dieAt };
  return { ...hooks, hasDied: () => dead };
}

/** Scenarios end in a release that is then killed everywhere. */
const scenarios = {
  'a first release of two features': async () => createTestRelease(),
  'a second release of one, while the first of both is unfinished': async () => {
    const both = createTestRelease(['calendar', 'questionnaire']);
    await release(watchCalls(both.tools(), killing('after', { name: 'repository.push', occurrence: 1 }))).catch(() => {});
    both.remote.commit('calendar');
    return both;
  },
  'a promotion of one, and a release of the other': async () => {
    const both = createTestRelease(['calendar', 'questionnaire']);
    await release(both.tools({ repository: both.remote.open({ run: 'run-next', channel: 'next' }) }));
    both.remote.commit('questionnaire');
    return both;
  },
} satisfies Record<string, () => Promise<TestRelease>>;

async function momentOf(store: ArtefactStore, { tags }: TestRelease['remote']): Promise<Moment> {
  const contents = new Map<string, Uint8Array>();
  for await (const key of store.list('')) contents.set(key, (await store.read(key))!.body);
  return { contents, tags: new Set(tags.keys()) };
}

async function recordCalls(
  prepare: () => Promise<TestRelease>,
): Promise<{ calls: ExternalCall[]; end: Record<string, string>; tags: string[] }> {
  const calls: ExternalCall[] = [];
  const recorded = await prepare();
  await release(watchCalls(recorded.tools(), { before: (call) => void calls.push(call) }));
  return { calls, end: await contentsOf(recorded.store), tags: [...recorded.remote.tags.keys()] };
}

const table = await Promise.all(
  Object.entries(scenarios).map(async ([what, prepare]) => ({ what, prepare, undisturbed: await recordCalls(prepare) })),
);
const kills = table.flatMap(({ what, prepare, undisturbed }) =>
  undisturbed.calls.flatMap((call) => (['before', 'after'] as const).map((moment) => ({ what, prepare, undisturbed, call, moment }))),
);

test.each(kills)('$what, killed $moment $call.name ($call.occurrence)', async ({ prepare, undisturbed, call, moment }) => {
  const killed = await prepare();
  const hooks = killing(moment, call);
  const told: string[] = [];
  const announcer: Announcer = {
    announce: async ({ tag, story }) => void told.push(`${tag.tag} on ${(await story()).channel}`),
  };
  await release(watchCalls(killed.tools({ announcer }), hooks)).catch(() => {});
  expect(hooks.hasDied()).toBe(true);
  const atDeath = await momentOf(killed.store, killed.remote);
  expect(await findViolations(atDeath)).toEqual([]);

  const again = await release(killed.tools({ announcer }));
  expect(again.ok).toBe(true);
  const forAll = [...killed.remote.channels].flatMap(([tag, channels]) => (channels.includes(null) ? [`${tag} on null`] : []));
  expect(told).toEqual(expect.arrayContaining(forAll));
  expect(await contentsOf(killed.store)).toEqual(undisturbed.end);
  expect([...killed.remote.tags.keys()]).toEqual(undisturbed.tags);
  expect(await findViolations(await momentOf(killed.store, killed.remote), atDeath)).toEqual([]);
});

test.each(table)('$what: the promises hold after every single call', async ({ prepare }) => {
  const watched = await prepare();
  let earlier: Moment | undefined;
  const violations: string[] = [];
  const look = async () => {
    const moment = await momentOf(watched.store, watched.remote);
    violations.push(...(await findViolations(moment, earlier)));
    earlier = moment;
  };
  await release(watchCalls(watched.tools(), { after: look }));
  expect(violations).toEqual([]);
});

/** Dies right after its n-th call, whichever that is. */
const dyingAfter = (tools: ReleaseTools, n: number): ReleaseTools => {
  let calls = 0;
  const count = () => {
    calls += 1;
    if (calls > n) throw new Killed();
  };
  return watchCalls(tools, { before: count });
};

const numbers = (from: number, to: number, step: number) =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step);
const first = table[0]!.undisturbed;
const twice = numbers(0, first.calls.length, 9).flatMap((one) => numbers(0, first.calls.length, 9).map((two) => ({ one, two })));

test.each(twice)('killed after $one calls, and the repair after $two: the third run ends well', async ({ one, two }) => {
  const killed = createTestRelease();
  await release(dyingAfter(killed.tools(), one)).catch(() => {});
  await release(dyingAfter(killed.tools(), two)).catch(() => {});

  expect((await release(killed.tools())).ok).toBe(true);
  expect(await contentsOf(killed.store)).toEqual(first.end);
  expect([...killed.remote.tags.keys()]).toEqual(first.tags);
});

test.each(numbers(0, first.calls.length, 4))(
  'two at once, one killed after %i calls: what is left open the next run finishes',
  async (calls) => {
    const { tools, store, remote } = createTestRelease();
    const [, survivor] = await Promise.allSettled([release(dyingAfter(tools(), calls)), release(tools())]);
    expect(survivor).toMatchObject({ status: 'fulfilled', value: { ok: true } });

    expect((await release(tools())).ok).toBe(true);
    expect(await contentsOf(store)).toEqual(first.end);
    expect(await findViolations(await momentOf(store, remote))).toEqual([]);
  },
);
