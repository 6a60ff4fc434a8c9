import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';

const main = fileURLToPath(new URL('main.ts', import.meta.url));

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pintag-check-'));
  await mkdir(join(root, '.github', 'workflows'), { recursive: true });
  await writeFile(join(root, 'package.json'), '{}');
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('a workflow as people write it: each finding has a line with its place, rule, reason and remedy, and the exit code is 1', async () => {
  await writeFile(
    join(root, '.github', 'workflows', 'build.yml'),
    `on: [pull_request]
jobs:
  build:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - run: echo "\${{ github.event.pull_request.title }}"
`,
  );
  const { stdout, stderr, exitCode } = await execa('node', [main, root], { reject: false });
  expect(stdout.split('\n').map((line) => /^\S+:\d+ [\w-]+/.exec(line)?.[0])).toEqual([
    '.github/workflows/build.yml:1 concurrency',
    '.github/workflows/build.yml:1 least-permissions',
    '.github/workflows/build.yml:3 least-permissions',
    '.github/workflows/build.yml:3 timeouts',
    '.github/workflows/build.yml:4 runners',
    '.github/workflows/build.yml:6 kept-credentials',
    '.github/workflows/build.yml:6 pinned-actions',
    '.github/workflows/build.yml:7 failing-pipes',
    '.github/workflows/build.yml:7 known-commands',
    '.github/workflows/build.yml:7 script-injection',
  ]);
  expect(stdout).toContain(
    '.github/workflows/build.yml:6 pinned-actions: actions/checkout@v4 is not pinned by commit. Write `uses: actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1`.',
  );
  expect(stderr).toBe('1 workflows and actions checked, 10 findings.');
  expect(exitCode).toBe(1);
});

test('with --json, findings are data', async () => {
  await writeFile(join(root, '.github', 'workflows', 'broken.yml'), 'on: push\njobs:\n  a: { runs-om: x }\n');
  const { stdout } = await execa('node', [main, root, '--json'], { reject: false });
  expect(JSON.parse(stdout)).toContainEqual(
    expect.objectContaining({ file: '.github/workflows/broken.yml', line: 3, rule: 'github', problem: "Unexpected value 'runs-om'." }),
  );
});

test('a repository without workflows is not taken for a clean one', async () => {
  const { exitCode } = await execa('node', [main, root], { reject: false });
  expect(exitCode).toBe(1);
});
