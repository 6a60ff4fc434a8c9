import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { checkGrown } from './check-grown.ts';
import { jitDecoratorsIn } from './jit-decorators.ts';
import { checkNoJit, installedVersion, requireSurface, surfaceFile } from './surface-file.ts';
import { countNames, mergeNames, missingNames, parseSurface } from './surface.ts';

const root = fileURLToPath(new URL('../../../../', import.meta.url)).replace(/\/$/, '');

test('merged names are sorted and there once, whatever order they come in', () => {
  const merged = mergeNames({ rxjs: ['of'], '@angular/core': ['signal', 'computed'] }, { rxjs: ['map', 'of'] });
  expect(JSON.stringify(merged)).toBe('{"@angular/core":["computed","signal"],"rxjs":["map","of"]}');
  expect(countNames(merged)).toBe(4);
});

test('what is missing is said by package, and only what is', () => {
  expect(
    missingNames(
      { rxjs: ['of', 'map'], tslib: ['__decorate'], '@angular/core': ['signal'] },
      { rxjs: ['of'], '@angular/core': ['signal'] },
    ),
  ).toEqual({
    rxjs: ['map'],
    tslib: ['__decorate'],
  });
});

test('a surface that lost a name is refused, one that grew is not', () => {
  const file = 'tools/runtime/surface/angular-22.1.7.json';
  expect(() => checkGrown({ file, before: { rxjs: ['of'] }, after: { rxjs: ['map', 'of'] } })).not.toThrow();
  expect(() => checkGrown({ file, before: { rxjs: ['map', 'of'] }, after: { rxjs: ['of'] } })).toThrow(
    expect.objectContaining({ code: 'PT_SURFACE_SHRUNK', facts: { file, gone: { rxjs: ['map'] } } }),
  );
});

test('decorators never get in', () => {
  expect(() => checkNoJit({ '@angular/core': ['Component', 'signal'] })).toThrow(
    expect.objectContaining({ code: 'PT_SURFACE_JIT', facts: { names: ['Component'] } }),
  );
  expect(jitDecoratorsIn({ rxjs: ['Component'] })).toEqual([]);
});

test('the checked-in surface fits what is installed, is sorted, and lost nothing since any commit', async () => {
  const { names, packages } = await requireSurface(root);
  expect(JSON.stringify(mergeNames(names))).toBe(JSON.stringify(names));
  const file = surfaceFile(await installedVersion(root, '@angular/core'));
  expect(await readFile(`${root}/${file}`, 'utf8')).toBe(`${JSON.stringify({ schema: 1, packages, names }, null, 2)}\n`);

  const git = async (...args: string[]) => (await promisify(execFile)('git', args, { cwd: root })).stdout;
  for (const commit of (await git('log', '--format=%H', '--diff-filter=AM', '--', file)).split('\n').filter(Boolean)) {
    checkGrown({ file, before: parseSurface(await git('show', `${commit}:${file}`)).names, after: names });
  }
});
