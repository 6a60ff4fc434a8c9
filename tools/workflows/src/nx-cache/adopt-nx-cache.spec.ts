import { copyFile, mkdir, mkdtemp, readdir, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { adoptNxCache } from './adopt-nx-cache.ts';
import { readMachineId } from './machine-id.ts';

const modules = fileURLToPath(new URL('../../../../node_modules', import.meta.url));

let root: string;
let dataDir: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'pintag-nx-cache-'));
  dataDir = join(root, '.nx', 'workspace-data');
});
afterEach(() => rm(root, { recursive: true, force: true }));

test('what Nx built on another machine is not built again, and would be without', async () => {
  await writeWorkspace();
  expect(await build()).toContain('built here');
  const own = (await readdir(dataDir)).find((name) => name.endsWith('.db'))!;
  const machine = own.replace(/-v\d+\.db$/, '');
  expect([machine, undefined]).toContain(await readMachineId());
  const foreign = own.replace(machine, 'f'.repeat(32));
  const kept = join(root, foreign);
  await rename(join(dataDir, own), kept);

  await copyFile(kept, join(dataDir, foreign));
  expect(await build()).not.toContain('1/1 hit');
  await rm(join(dataDir, own));

  expect(await adoptNxCache({ dataDir, machine: machine })).toBe('adopted');
  expect(await build()).toContain('1/1 hit');
});

test('of several machines the one that built last is taken, and none when this one has its own', async () => {
  await mkdir(dataDir, { recursive: true });
  for (const [name, day] of [
    ['aaaa-v3.db', 1],
    ['cccc-v3.db', 3],
    ['bbbb-v3.db', 2],
  ] as const) {
    await writeFile(join(dataDir, name), name);
    await utimes(join(dataDir, name), new Date(2026, 1, day), new Date(2026, 1, day));
  }
  expect(await adoptNxCache({ dataDir, machine: 'dddd' })).toBe('adopted');
  expect(await readdir(dataDir)).toContain('dddd-v3.db');
  expect(await adoptNxCache({ dataDir, machine: 'dddd' })).toBe('own');
});

test('without a cache there is nothing to do', async () => {
  expect(await adoptNxCache({ dataDir, machine: 'aaaa' })).toBe('nothing');
});

async function writeWorkspace(): Promise<void> {
  await symlink(modules, join(root, 'node_modules'));
  await writeFile(join(root, 'package.json'), '{ "name": "small", "private": true }');
  await writeFile(join(root, 'nx.json'), '{ "analytics": false, "neverConnectToCloud": true, "useDaemonProcess": false }');
  const target = { executor: 'nx:run-commands', cache: true, inputs: ['{projectRoot}/**/*'], options: { command: 'echo built here' } };
  await mkdir(join(root, 'one'));
  await writeFile(join(root, 'one', 'project.json'), JSON.stringify({ name: 'one', targets: { build: target } }));
}

async function build(): Promise<string> {
  const env = { NX_DAEMON: 'false', NX_TUI: 'false', NX_CACHE_DIRECTORY: join(root, '.nx', 'cache'), NX_WORKSPACE_DATA_DIRECTORY: dataDir };
  const { stdout } = await execa(join(modules, '.bin', 'nx'), ['run', 'one:build', '--outputStyle=static'], {
    cwd: root,
    env,
    preferLocal: false,
  });
  return stdout;
}
