import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { releaseAmongMany } from './release-among-many.ts';

test('releasing one feature asks as often with ten neighbours as with fifty, and once more for each further page of its own list', async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'pintag-bench-spec-'));
  onTestFinished(() => rm(scratch, { recursive: true, force: true }));
  const among = async (features: number, versions: number) =>
    (await releaseAmongMany({ features, versions, runs: 1, scratch, say: () => {} })).requests;

  const few = await among(10, 5);
  expect(few).toBeGreaterThan(10);
  expect(await among(50, 5)).toBe(few);
  // A page of S3 has a thousand keys; records are listed twice, and receipts once for the index and once for what is settled.
  expect(await among(2, 1_001)).toBeLessThanOrEqual(few + 6);
}, 60_000);
