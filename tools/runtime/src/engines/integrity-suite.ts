/** What integrity has to hold in an engine; each engine's own spec calls this. */
import { env } from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineNames, engineOf, type Engine, type EngineName } from './engine.ts';
import { expectedOutcome, type Outcome, outcomeOf, withStopped } from './outcome.ts';
import * as defence from './defence-rows.ts';
import { partOf } from './part-of.ts';
import * as place from './place-rows.ts';
import { nonce } from './policies.ts';
import * as policy from './policy-rows.ts';
import { openStage } from './stage.ts';
import { linkFeatures, type LinkedFeatures } from './tampering-edge.ts';
import * as tampering from './tampering-rows.ts';

export function describeIntegrity(name: EngineName): void {
  const available = engineOf(name, env);
  if (available.kind === 'missing') {
    test(`nothing was tried in ${name}: ${available.reason}`, () => {
      process.stderr.write(`Nothing was tried in ${name}, because ${available.reason}.\n`);
      expect(available.reason).not.toBe('');
    });
    return;
  }

  let engine: Engine;
  let features: LinkedFeatures;
  beforeAll(async () => {
    [engine, features] = await Promise.all([available.start(), linkFeatures()]);
  });
  afterAll(() => engine[Symbol.asyncDispose]());
  const from = engineNames.indexOf(name);

  describe(`in ${name}, exactly what needs a changed file stops`, () => {
    test.each(partOf(tampering.tamperingRows, from).map((row) => [tampering.inWords(row), row] as const))(
      '%s',
      async (_, { changed, sent, kind, ownMap }) => {
        await using stage = await openStage(engine, features, { sent, ...(changed && { changed }) });
        await stage.show({ kind, ...(ownMap && { ownMap }) });
        expect(await outcomeOf(engine)).toEqual(expectedOutcome(changed));
        const isDropped = tampering.dropsOwnMap(name, { kind, ownMap });
        if (ownMap) expect(await engine.read('seen.app')).toBe(isDropped ? undefined : 'app');
        if (changed) return;

        expect(await engine.read('seen.said')).toEqual(isDropped ? [expect.stringContaining('app')] : []);
        const asked = [...stage.edge.scriptsAsked()].sort();
        expect(asked).toEqual([...new Set(asked)]);
        if (sent !== 'immutable') return;
        await stage.show({ kind, ...(ownMap && { ownMap }) });
        expect(await outcomeOf(engine)).toEqual(expectedOutcome());
        expect([...stage.edge.scriptsAsked()].sort()).toEqual(asked);
      },
    );
  });
  describe(`in ${name}, under a policy`, () => {
    test.each(partOf(policy.policyRows, from).map((row) => [policy.inWords(row), row] as const))(
      '%s',
      async (_, { policy: { header, headers, nonce: hasNonce, violates, known, stops }, changed, kind }) => {
        const visit = async () => {
          await using stage = await openStage(engine, features, { sent: 'without cache headers', ...(changed && { changed }) });
          const loaders = Object.values(stage.edge.tags).map(({ integrity }) => integrity);
          const csp = header?.({ cdn: stage.edge.origin, loaders, maps: stage.edge.maps });
          await stage.show({ kind, ...(hasNonce && { nonce }), headers: { ...headers, ...(csp && { 'content-security-policy': csp }) } });
          return { outcome: await outcomeOf(engine), violated: (await engine.read('seen.violations')) as string[] };
        };
        if (changed && known?.[name]?.runs.includes(changed)) {
          const ran = await atLastRan(async () => (await visit()).outcome);
          return expect(ran).toEqual([changed]);
        }
        const { outcome, violated } = await visit();
        expect(outcome).toEqual(withStopped(expectedOutcome(changed), stops?.[name]?.features ?? []));
        const directives = violated.map((violation) => violation.split(' ')[0]!);
        if (!changed) expect([...new Set(directives)]).toEqual(violates?.[name] ?? []);
      },
    );
  });

  describe(`in ${name}, with one of two defences`, () => {
    test.each(partOf(defence.defenceRows, from).map((row) => [defence.inWords(row), row] as const))(
      '%s',
      async (_, { defence: left, sent, changed }) => {
        const visit = async () => {
          await using stage = await openStage(engine, defence.weakened(features, left), { sent, changed });
          await stage.show({ kind: 'classic', ownMap: 'before' });
          return await outcomeOf(engine);
        };
        if (left.passes[name].includes(sent)) expect(await atLastRan(visit)).toEqual([changed]);
        else expect((await visit()).ran).toEqual([]);
      },
    );
  });

  describe(`in ${name}, elsewhere`, () => {
    test.each(partOf(place.placeRows, from).map((row) => [place.inWords(row), row] as const))(
      '%s',
      async (_, { place: where, channel, changed, kind }) => {
        await using stage = await openStage(engine, features, { sent: 'without cache headers', ...(changed && { changed }) });
        const page = await stage.show({ place: where, kind, ...(channel && { tags: stage.edge.channelTags }) });
        expect(await outcomeOf(page)).toEqual(expectedOutcome(changed));
        if (!changed) expect(await page.read('seen.said')).toEqual([]);
      },
    );
  });
}

/** What ran: where chance decides whether an engine checks, the page is opened again until it did not. */
async function atLastRan(visit: () => Promise<Outcome>): Promise<readonly string[]> {
  for (let tries = 1; tries < 8; tries += 1) {
    const { ran } = await visit();
    if (ran.length > 0) return ran;
  }
  return (await visit()).ran;
}
