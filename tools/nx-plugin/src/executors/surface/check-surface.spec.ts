import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { writeSurface, type Names } from '@pintag/runtime/build';
import { expect, test } from 'vitest';
import { createWorkspace } from '../../testing/workspace.ts';
import { checkSurface } from './check-surface.ts';

test('a name that a commit has may not be gone from the working tree; a new one may come', async () => {
  await using workspace = await createWorkspace({ '.gitignore': 'node_modules\n' });
  const { root } = workspace;
  const git = (...args: string[]) =>
    promisify(execFile)('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], { cwd: root });
  const write = (names: Names) => writeSurface(root, names);
  const check = () => checkSurface({ root, base: 'HEAD' }).catch((error: unknown) => error);

  await expect(check()).resolves.toMatchObject({ code: 'PT_SURFACE_VERSION' });
  await git('init', '--quiet');
  await git('add', '.gitignore');
  await git('commit', '--quiet', '-m', 'chore: start');
  const file = await write({ '@angular/core': ['computed', 'signal'] });
  expect(await check()).toBeUndefined();

  await git('add', file);
  await git('commit', '--quiet', '-m', 'feat(runtime): surface');
  await write({ '@angular/core': ['computed', 'effect', 'signal'] });
  expect(await check()).toBeUndefined();
  await write({ '@angular/core': ['effect', 'signal'], rxjs: ['of'] });
  expect(await check()).toMatchObject({ code: 'PT_SURFACE_SHRUNK', facts: { file, gone: { '@angular/core': ['computed'] } } });

  await workspace.write({
    [file]: '{ "schema": 1, "packages": { "@angular/core": "22.1.6" }, "names": { "@angular/core": ["computed", "signal"] } }',
  });
  expect(await check()).toMatchObject({ code: 'PT_SURFACE_VERSION', facts: { installed: expect.stringContaining('stated 22.1.6') } });
});
