import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { installPeers, type InstallOptions } from './peers.ts';

let scratch: string;
let said: string[];
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'pintag-bench-spec-'));
  onTestFinished(() => rm(scratch, { recursive: true, force: true }));
  said = [];
});

/** `npm` is a program that runs `code` in place of npm. */
async function options(code: string): Promise<InstallOptions> {
  const npm = join(scratch, 'npm.cjs');
  await writeFile(npm, code);
  const env = { PATH: process.env['PATH'], npm_execpath: npm, npm_config_registry: 'leaked' };
  return { root: '/workspace', scratch, node: process.execPath, env, say: (line) => void said.push(line) };
}

const installs = `
  const { mkdirSync, writeFileSync } = require('node:fs');
  if (process.env.npm_config_registry) throw new Error('the settings of the npm around it');
  mkdirSync('node_modules');
`;

test('installs once, and finds it again', async () => {
  const { modules, missing } = await installPeers(await options(installs));
  expect([await readdir(modules), missing]).toEqual([[], undefined]);

  const again = await installPeers(await options(`throw new Error('a second time')`));
  expect([again.modules, said.length]).toEqual([modules, 1]);
});

test('without a registry it says so, falls back on the workspace, and tries again the next time', async () => {
  const { modules, missing } = await installPeers(await options(`console.error('npm error ENOTFOUND'); process.exit(1);`));
  expect(modules).toBe(join('/workspace', 'node_modules'));
  expect(missing).toContain('npm error ENOTFOUND');
  expect(said.join('\n')).toContain('multi-semantic-release is not measured');

  expect((await installPeers(await options(installs))).missing).toBeUndefined();
});

test('what an interrupted installation left is not taken for a whole one', async () => {
  const { modules } = await installPeers(await options(installs));
  await rm(join(modules, '..'), { recursive: true });
  await mkdir(join(modules, '..').concat('.unfinished', '/node_modules'), { recursive: true });

  expect((await installPeers(await options(installs))).missing).toBeUndefined();
});
