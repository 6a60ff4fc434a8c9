import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { readTimings } from './timings.ts';

test('phases in the order they came, one that comes twice is added up', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'pintag-bench-spec-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const file = join(folder, 'timings');
  await writeFile(
    file,
    '{"phase":"start","wallMs":300,"cpuMs":280}\n{"phase":"fetch","wallMs":40,"cpuMs":2}\n{"phase":"start","wallMs":1,"cpuMs":1}\n',
  );

  expect(await readTimings(file)).toEqual([
    { phase: 'start', wallMs: 301, cpuMs: 281 },
    { phase: 'fetch', wallMs: 40, cpuMs: 2 },
  ]);
  expect(await readTimings(join(folder, 'none'))).toEqual([]);
});
