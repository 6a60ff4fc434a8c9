/** What integrity has to hold in an engine; each engine's own spec calls this. */
import { env } from 'node:process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { engineNames, engineOf, type Engine, type EngineName } from './engine.ts';
import { expectedOutcome, outcomeOf } from './outcome.ts';
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
      async (_, { policy: { header, nonce: hasNonce, violates, known }, changed, kind }) => {
        await using stage = await openStage(engine, features, { sent: 'without cache headers', ...(changed && { changed }) });
        const loaders = Object.values(stage.edge.tags).map(({ integrity }) => integrity);
        const csp = header?.({ cdn: stage.edge.origin, loaders, maps: stage.edge.maps });
        await stage.show({ kind, ...(hasNonce && { nonce }), headers: csp ? { 'content-security-policy': csp } : {} });

        const outcome = await outcomeOf(engine);
        if (changed && known?.[name]?.runs.includes(changed)) expect(outcome.ran).toContain(changed);
        else expect(outcome).toEqual(expectedOutcome(changed));
        const violated = (await engine.read('seen.violations.map((violation) => violation.split(" ")[0])')) as string[];
        expect([...new Set(violated)]).toEqual(violates?.[name] ?? []);
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
