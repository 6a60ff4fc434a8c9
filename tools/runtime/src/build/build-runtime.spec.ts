import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { buildRuntime, type BuiltRuntime } from './build-runtime.ts';
import { checkNoDuplicates } from './no-duplicates.ts';
import type { Names } from '../surface/surface.ts';
import type { Layer } from './layers.ts';

/** Packages in the way of Angular's: several entries that share a file with state, one package that uses private names of another. */
const packages: Readonly<Record<string, string>> = {
  '@angular/core/package.json': packageJson('@angular/core', { '.': './core.mjs', './interop': './interop.mjs' }),
  '@angular/core/_state.mjs': `let state = 0;\nexport const ɵnext = () => ++state;\n`,
  '@angular/core/core.mjs': `import { ɵnext } from './_state.mjs';\nexport { ɵnext };\nexport const signal = () => 'signal' + ɵnext();\nexport const unused = 'nobody asks for this';\nexport class Version {}\n`,
  '@angular/core/interop.mjs': `import { ɵnext } from './_state.mjs';\nimport { of } from 'rxjs';\nexport const toSignal = () => of(ɵnext());\n`,
  '@angular/core/LICENSE': 'Licence of core',
  '@angular/forms/package.json': packageJson('@angular/forms', { '.': './forms.mjs' }),
  '@angular/forms/forms.mjs': `import * as i0 from '@angular/core';\nimport { Version } from '@angular/core';\nexport const control = () => 'control' + i0.ɵnext();\nexport const VERSION = /* @__PURE__ */ new Version();\n`,
  'rxjs/package.json': packageJson('rxjs', { '.': './index.mjs' }),
  'rxjs/index.mjs': `export const of = (value) => [value];\n`,
};
const layers: readonly Layer[] = [
  { file: 'angular.js', packages: ['@angular/core', '@angular/core/*', 'rxjs'] },
  { file: 'forms.js', packages: ['@angular/forms'] },
];
const names = { '@angular/core': ['signal'], '@angular/core/interop': ['toSignal'], '@angular/forms': ['control'], rxjs: ['of'] };

function packageJson(name: string, exports: Readonly<Record<string, string>>): string {
  return JSON.stringify({ name, version: '22.1.7', license: 'MIT', type: 'module', sideEffects: false, exports });
}

async function workspace(files = packages): Promise<string> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'pintag-runtime-')));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) await writeAt(join(root, 'node_modules', path), text);
  return root;
}

async function writeAt(path: string, text: string | Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}

const textOf = ({ files }: BuiltRuntime, path: string) => Buffer.from(files.find((file) => file.path === path)!.body).toString();

test('a layer is one file with what is asked for and nothing else', async () => {
  const built = await buildRuntime({ names, layers, root: await workspace() });
  expect(built.files.map(({ path }) => path)).toEqual(['3rdpartylicenses.txt', 'angular.js', 'forms.js']);
  expect(textOf(built, 'angular.js')).not.toContain('nobody asks for this');
  // Its package imports `Version` for a constant that nobody asks for.
  expect(textOf(built, 'forms.js')).not.toContain('Version');
  expect(built.exports).toEqual({
    '@angular/core': { file: 'angular.js', names: { signal: 'a', ɵnext: 'b' } },
    '@angular/core/interop': { file: 'angular.js', names: { toSignal: 'c' } },
    '@angular/forms': { file: 'forms.js', names: { control: 'a' } },
    rxjs: { file: 'angular.js', names: { of: 'd' } },
  });
  expect(built.imports).toEqual({ 'angular.js': [], 'forms.js': ['angular.js'] });
  expect(textOf(built, '3rdpartylicenses.txt')).toMatch(
    /Package: @angular\/core\nLicense: "MIT"\n\nLicence of core\n-{80}\nPackage: @angular\/forms/,
  );
});

const cuts = [
  { what: 'between packages', layers },
  {
    what: 'between entries of one package that share a file',
    layers: [
      { file: 'angular.js', packages: ['@angular/core', 'rxjs'] },
      { file: 'interop.js', packages: ['@angular/core/interop'] },
      { file: 'forms.js', packages: ['@angular/forms'] },
    ],
  },
  { what: 'so that an earlier layer needs what a later one offers', layers: layers.toReversed() },
  {
    what: 'so that a later layer alone needs what an earlier one has',
    layers: [
      { file: 'rxjs.js', packages: ['rxjs'] },
      { file: 'angular.js', packages: ['@angular/core'] },
      { file: 'interop.js', packages: ['@angular/core/interop', '@angular/forms'] },
    ],
  },
];

test.each(cuts)('all layers share one state, cut $what', async ({ layers }) => {
  const built = await buildRuntime({ names, layers, root: await workspace() });
  const folder = await workspace({ 'package.json': '{ "type": "module" }' });
  for (const { path, body } of built.files) await writeAt(join(folder, 'node_modules', path), body);
  const load = async (specifier: string, name: string) => {
    const { file, names } = built.exports[specifier]!;
    const module = (await import(pathToFileURL(join(folder, 'node_modules', file)).href)) as Record<string, () => unknown>;
    return module[names[name]!]!;
  };
  const signal = await load('@angular/core', 'signal');
  const control = await load('@angular/forms', 'control');
  const toSignal = await load('@angular/core/interop', 'toSignal');
  expect([signal(), control(), toSignal(), signal()]).toEqual(['signal1', 'control2', [3], 'signal4']);
});

test('a package file in two layers is refused', () => {
  const layer = (file: string, inputs: readonly string[]) => ({
    file,
    metafile: {
      inputs: {},
      outputs: {
        [file]: { bytes: 1, imports: [], exports: [], inputs: Object.fromEntries(inputs.map((input) => [input, { bytesInOutput: 1 }])) },
      },
    },
  });
  const state = 'node_modules/@angular/core/_state.mjs';
  expect(() => checkNoDuplicates([layer('angular.js', [state, '<stdin>']), layer('forms.js', ['<stdin>'])])).not.toThrow();
  expect(() => checkNoDuplicates([layer('angular.js', [state]), layer('interop.js', [state])])).toThrow(
    expect.objectContaining({ code: 'PT_RUNTIME_DUPLICATE', facts: { file: state, outputs: ['angular.js', 'interop.js'] } }),
  );
});

test('is called after what it consists of: the same twice and in another folder, another one with another name', async () => {
  const one = await buildRuntime({ names, layers, root: await workspace() });
  const again = await buildRuntime({ names: Object.fromEntries(Object.entries(names).reverse()), layers, root: await workspace() });
  const more = await buildRuntime({ names: { ...names, '@angular/core': ['signal', 'unused'] }, layers, root: await workspace() });
  expect(one.name).toMatch(/^angular-22\.1\.7-[0-9a-f]{16}$/);
  expect(again.name).toBe(one.name);
  expect(more.name).not.toBe(one.name);
});

test('a layer of which nothing is used is no file', async () => {
  const built = await buildRuntime({ names: { '@angular/core': ['signal'] }, layers, root: await workspace() });
  expect(built.files.map(({ path }) => path)).toEqual(['3rdpartylicenses.txt', 'angular.js']);
});

test('what is in no layer is part of the layer that imports it', async () => {
  const built = await buildRuntime({
    names: { '@angular/core/interop': ['toSignal'] },
    layers: [{ file: 'angular.js', packages: ['@angular/core/*'] }],
    root: await workspace(),
  });
  expect(built.imports).toEqual({ 'angular.js': [] });
  expect(textOf(built, '3rdpartylicenses.txt')).toContain('Package: rxjs');
});

interface Refusal {
  readonly what: string;
  readonly layers: readonly Layer[];
  readonly names: Names;
  readonly error: object;
}

const refused: readonly Refusal[] = [
  {
    what: 'a package that is in no layer',
    layers,
    names: { '@angular/router': ['Router'] },
    error: { code: 'PT_RUNTIME_IMPORT', facts: { file: 'The surface', specifier: '@angular/router' } },
  },
  {
    what: 'a name that the package does not have',
    layers,
    names: { rxjs: ['of', 'off'] },
    error: { code: 'PT_SURFACE_UNKNOWN', facts: { name: 'off', specifier: 'rxjs' } },
  },
];

test.each(refused)('$what is refused', async ({ layers, names, error }) => {
  await expect(buildRuntime({ names, layers, root: await workspace() })).rejects.toMatchObject(error);
});
