import { readFile } from 'node:fs/promises';
import type { PintagError } from '@pintag/cdn';
import { expect, test } from 'vitest';
import type { ReleaseResult } from '../run/release.ts';
import { docsFile, validate } from '../testing/json-schema.ts';
import { type Discrepancy, isCalm } from './discrepancy.ts';
import { foundStates } from './testing/found-states/index.ts';
import { partOf } from '../testing/part-of.ts';
import { createFoundWorld } from './testing/found-world.ts';

const kindsOf = (found: readonly Discrepancy[]): string[] => found.map(({ kind }) => kind).sort();

/** What stands between backticks and can be run. */
const commandsIn = (remedy: string): string[] => [...remedy.matchAll(/`((?:pintag|git) [^`]+)`/g)].map(([, command]) => command!);

const schema = await readFile(docsFile('reconcile.schema.json'), 'utf8');

const wordsOf = ({ ok, features }: ReleaseResult) => ({
  ok,
  words: features.flatMap(({ status, reason, remedy }) => (status === 'failed' ? [reason, remedy] : [])).join(' '),
});

/** A release that is refused when it pushes has staged its bundle: nothing public, and used by the next one. */
const withoutStaged = (state: Readonly<Record<string, string>>) =>
  Object.fromEntries(Object.entries(state).filter(([key]) => !key.startsWith('_staging/')));

test.each(partOf(foundStates).map((state) => [state.what, state] as const))(
  '%s',
  async (_, { before, damage, says, release, leaves = [], byHand, end }) => {
    const world = await createFoundWorld();
    await before?.(world);
    const sound = await world.state();
    await damage(world);
    const found = await world.state();

    const checked = await world.check();
    expect(kindsOf(checked.discrepancies)).toEqual([...says].sort());
    expect(validate(schema, checked)).toEqual([]);
    expect(checked.ok).toBe(says.every((kind) => isCalm({ kind })));
    expect(await world.state()).toEqual(found);

    // What a release heals, it heals in a state of its own: see below.
    if (release !== 'heals') {
      const { ok, words } = await world
        .release()
        .then(wordsOf, (error: PintagError) => ({ ok: false, words: `${error.message} ${error.remedy}` }));
      expect({ ok, words }).toEqual({ ok: release === undefined, words: release ? expect.stringMatching(release) : expect.anything() });
      expect(withoutStaged(await world.state())).toEqual(withoutStaged(found));
    }

    const healed = await world.reconcile();
    const left = leaves.length > 0;
    expect(validate(schema, healed)).toEqual([]);
    expect(kindsOf(healed.left)).toEqual([...leaves].sort());
    expect(healed.ok).toBe(leaves.every((kind) => isCalm({ kind })));
    expect(kindsOf(healed.healed)).toEqual(kindsOf(checked.discrepancies.filter((one) => !leaves.includes(one.kind))));
    expect(healed.left.every(({ why, remedy, message }) => [why, remedy, message].every((text) => text !== ''))).toBe(true);

    const once = await world.state();
    const again = await world.reconcile();
    expect(await world.state()).toEqual(once);
    expect(again).toMatchObject({ ok: healed.ok, healed: [], refreshed: [] });
    expect(again.features.filter(({ status }) => status !== 'failed')).toEqual([]);

    if (left) {
      await byHand?.(world);
      for (const { remedy } of healed.left) for (const command of commandsIn(remedy).slice(0, 1)) await world.follow(command);
    }
    expect(await world.check()).toMatchObject({ ok: true, discrepancies: [] });
    if (end) await end(world);
    else expect(withoutStaged(await world.state())).toEqual(withoutStaged(sound));
  },
  30_000,
);

const healedByRelease = partOf(foundStates)
  .filter(({ release }) => release === 'heals')
  .map((state) => [state.what, state] as const);

test.each(healedByRelease)('a release alone: %s', async (_, { before, damage }) => {
  const world = await createFoundWorld();
  await before?.(world);
  await damage(world);
  await world.release();

  expect(await world.check()).toMatchObject({ ok: true, discrepancies: [] });
});
