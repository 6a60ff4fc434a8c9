/** A few of the races that `npm run test:races` holds, and a round that chance decides; `PINTAG_SEED` says which. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { seededChance } from './chance.ts';
import { intrusions } from './intrusions.ts';
import { meetings, toRace } from './meetings.ts';
import { raceTable, runRaces } from './run-races.ts';
import { stressRaces } from './stress.ts';

const seed = Number(process.env['PINTAG_SEED'] ?? 8);

test('each race has a name of its own', () => {
  expect(new Set(raceTable.map(({ what }) => what)).size).toBe(raceTable.length);
});

test('a round is the same every time', () => {
  const draws = (of: string) => {
    const chance = seededChance(of);
    return Array.from({ length: 20 }, () => chance.below(10));
  };
  expect(draws('1/1')).toEqual(draws('1/1'));
  expect(draws('1/1')).not.toEqual(draws('1/2'));
});

test('races between releases are held as promised', { timeout: 300_000 }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'pintag-races-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const chance = seededChance(String(seed));
  const table = [...meetings.filter(({ runs }) => runs.length < 4).map(toRace), ...intrusions];
  const held = await runRaces([chance.one(table), ...stressRaces({ rounds: 1, seed })], { folder, env: process.env });

  expect(held.filter(({ problems }) => problems.length > 0)).toEqual([]);
  expect(held.flatMap(({ rans }) => rans).length).toBeGreaterThan(2);
  expect(await readdir(path.dirname(folder))).not.toContain(path.basename(folder));
});
