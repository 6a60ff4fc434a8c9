/** A part of the table that `npm run test:faults` walks whole: real git and semantic-release, S3 over HTTP, and SIGKILL. */
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { runKillTable } from './kill-table.ts';

/** Every so many calls one; `PINTAG_SEED` says where it begins. */
const stride = 16;
const seed = Number(process.env['PINTAG_SEED'] ?? 8);

test('a release killed by SIGKILL after an external call ends, run again, like one that nobody killed', { timeout: 300_000 }, async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'pintag-kill-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const pick = <T>(calls: readonly T[]) => calls.filter((_, number) => number % stride === seed % stride);
  const { calls, rows } = await runKillTable({ folder, env: process.env, pick });

  expect(rows.filter(({ problems }) => problems.length > 0)).toEqual([]);
  expect(rows.length).toBeGreaterThan(3);
  expect(calls.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'git.push',
      'builder.build calendar,questionnaire',
      'store.create elements/_records/questionnaire/1.0.0.json',
      'edge.invalidate',
      'announcer.announce calendar-v1.0.0',
      'store.create _receipts/questionnaire/1.0.0.json',
    ]),
  );
  expect(await readdir(folder)).toEqual([]);
});
