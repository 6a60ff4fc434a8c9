import { readdir, rm } from 'node:fs/promises';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { PartyCall } from './external-call.ts';
import { type FaultKind, faultKinds, whyNot } from './fault.ts';
import { type FaultTable, inWords, makeFaultTable } from './fault-table.ts';
import { pickRows } from './pick-rows.ts';
import { makeTemporaryFolder } from './temporary-folder.ts';
import { walkFaultTable } from './walk-table.ts';

const features = ['calendar', 'questionnaire'];
const call = (party: PartyCall['party'], name: string, more: Partial<PartyCall> = {}): PartyCall => ({
  party,
  name,
  occurrence: 1,
  ...more,
});

describe('the table', () => {
  const put = call('store', 'store PUT elements/v1.0.0/calendar/main.js', { requestBytes: 10, answerBytes: 0, feature: 'calendar' });
  const get = call('store', 'store GET elements/index.json', { requestBytes: 0, answerBytes: 10 });

  test('has a row or a reason for every pair of call and fault, once and lasting', () => {
    const { rows, impossible } = makeFaultTable(
      [{ scenario: 'release', calls: [put, get, call('builder', 'builder calendar')] }],
      features,
    );

    expect(rows.length + impossible.length).toBe(3 * faultKinds.length * 2);
    expect(impossible.filter(({ why }) => why === '')).toEqual([]);
  });

  const impossible: readonly { readonly kind: FaultKind; readonly of: PartyCall }[] = [
    { kind: 'stall', of: put },
    { kind: 'answer-503', of: call('git', 'git init mirror') },
    { kind: 'answer-503', of: call('clock', 'clock at git push') },
    { kind: 'fail-before', of: call('clock', 'clock at git push') },
    { kind: 'jump-back', of: get },
    { kind: 'disk-full', of: get },
    { kind: 'truncate', of: call('edge', 'edge HEAD x', { requestBytes: 0, answerBytes: 0 }) },
  ];
  test.each(impossible)('$kind makes no sense for $of.name', ({ kind, of }) => {
    expect(whyNot(kind, of)).toEqual(expect.any(String));
  });

  test('repairs add the calls of other kinds, not of other files and features', () => {
    const again = { ...put, name: 'store PUT elements/v1.0.0/questionnaire/main.js' };
    const chunk = { ...put, name: 'store PUT elements/v1.0.0/questionnaire/chunk-AAAA.js' };
    const { rows } = makeFaultTable([{ scenario: 'repair', calls: [put, again, chunk] }], features);

    expect(new Set(rows.map((row) => row.call.name))).toEqual(new Set([put.name, chunk.name]));
  });

  test('a sample is the same for the same seed, and another for another', () => {
    const { rows } = makeFaultTable([{ scenario: 'release', calls: [put, get] }], features);
    const names = (seed: number) => pickRows(rows, { sample: 6, seed }).map(inWords);

    expect(names(1)).toHaveLength(6);
    expect(names(1)).toEqual(names(1));
    expect(names(1)).not.toEqual(names(2));
  });
});

/** `npm run test:faults` walks it whole. */
test('a part of the table, by chance, is survived', { timeout: 300_000 }, async () => {
  const seed = Number(process.env['PINTAG_SEED'] ?? Date.now() % 1_000_000);
  process.stderr.write(`The fault table's part for PINTAG_SEED=${seed}.\n`);
  const folder = await makeTemporaryFolder();
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  let whole: FaultTable | undefined;
  const { rows, skipped } = await walkFaultTable({
    folder,
    env: process.env,
    pick: (all) => pickRows(all, { sample: 12, seed }),
    onTable: (table) => (whole = table),
  });

  expect(rows.filter(({ problems }) => problems.length > 0).map(({ name, problems }) => ({ seed, name, problems }))).toEqual([]);
  expect(rows.length + skipped.length).toBe(12);
  expect(new Set(whole!.rows.map((row) => row.call.party))).toEqual(
    new Set(['store', 'edge', 'cloudfront', 'remote', 'announcer', 'git', 'builder', 'clock', 'disk']),
  );
  expect(new Set(whole!.rows.map(({ kind }) => kind))).toEqual(new Set(faultKinds));
  expect(await readdir(folder)).toEqual([]);
});
