import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { BuiltRuntime } from './build-runtime.ts';
import { readRuntime, runtimeFolder, writeRuntime } from './runtime-folder.ts';

const runtime = (name: string): BuiltRuntime => ({
  name,
  files: [
    { path: '3rdpartylicenses.txt', body: Buffer.from('Package: @angular/core') },
    { path: 'angular.js', body: Buffer.from('export{};') },
  ],
  layers: [{ file: 'angular.js', packages: ['@angular/core', '@angular/core/*'] }],
  exports: { '@angular/core': { file: 'angular.js', names: { signal: 'a' } } },
  imports: { 'angular.js': [] },
});

test('what is written is read back, and replaces what was there', async () => {
  const root = await mkdtemp(join(tmpdir(), 'pintag-runtime-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  await expect(readRuntime(root)).rejects.toMatchObject({ code: 'PT_RUNTIME_MISSING', facts: { folder: 'dist/runtime' } });
  for (const name of ['angular-22.1.7-0123456789abcdef', 'angular-22.1.7-fedcba9876543210']) {
    await writeRuntime(root, runtime(name));
    expect(await readRuntime(root)).toEqual(runtime(name));
    expect((await readdir(join(root, runtimeFolder))).sort()).toEqual([name, 'runtime.json']);
  }
});
