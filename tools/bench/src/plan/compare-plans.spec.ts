import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { plainHistory } from '../repositories/plain-history.ts';
import { comparePlans } from './compare-plans.ts';
import { planRows } from './plan-rows.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..');

test('a bare log of a small repository is measured and counted, and a peer that is missing is named', async () => {
  const scratch = await mkdtemp(join(tmpdir(), 'pintag-bench-spec-'));
  onTestFinished(() => rm(scratch, { recursive: true, force: true }));
  const bench = {
    name: '20x2000-all',
    what: 'two features',
    affected: 2,
    generate: () => plainHistory({ features: 2, commits: 2, seed: 'a' }),
  } as const;
  const compared = await comparePlans(bench, {
    root,
    scratch,
    node: process.execPath,
    // An npm that fails: nothing is installed in a test.
    env: { ...process.env, npm_execpath: join(root, 'no-npm') },
    only: ['multi-semantic-release', 'git-log'],
    runs: 2,
    limit: 60,
    say: () => {},
  });

  expect(compared.results.map(({ tool, start, gitProcesses, contacts }) => [tool, start, gitProcesses, contacts])).toEqual([
    ['git-log', 'cold', 1, 0],
    ['multi-semantic-release', 'cold', 0, 0],
  ]);
  expect(compared.results[1]?.trouble).toMatch(/^npm could not install the peers/);
  expect(planRows(compared).map(({ tool, wallSeconds }) => [tool, wallSeconds.length])).toEqual([['git-log', 2]]);
});
