import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { defaultLayers, layerOf, layersFile, readLayers } from './layers.ts';

async function workspace(text?: string): Promise<string> {
  const root = await mkdtemp(join(tmpdir(), 'pintag-layers-'));
  onTestFinished(() => rm(root, { recursive: true, force: true }));
  if (text === undefined) return root;
  await mkdir(dirname(join(root, layersFile)), { recursive: true });
  await writeFile(join(root, layersFile), text);
  return root;
}

test('without a file of its own a workspace has the default layers', async () => {
  expect(await readLayers(await workspace())).toBe(defaultLayers);
});

test('a router becomes a layer by naming it', async () => {
  const layers = [...defaultLayers, { file: 'router.js', packages: ['@angular/router'] }];
  expect(await readLayers(await workspace(JSON.stringify(layers)))).toEqual(layers);
});

const places = [
  { specifier: '@angular/core', file: 'angular.js' },
  { specifier: '@angular/core/rxjs-interop', file: 'angular.js' },
  { specifier: '@angular/common', file: 'angular.js' },
  { specifier: '@angular/common/http', file: 'http.js' },
  { specifier: '@angular/forms/signals', file: 'forms.js' },
  { specifier: '@angular/corex', file: undefined },
  { specifier: 'rxjs/ajax', file: undefined },
];

test.each(places)('$specifier is in $file', ({ specifier, file }) => {
  expect(layerOf(defaultLayers, specifier)?.file).toBe(file);
});

const refused = [
  { what: 'no JSON', text: '[', why: 'JSON' },
  { what: 'no list', text: '{}', why: 'layers.json' },
  { what: 'no layer', text: '[]', why: 'is empty' },
  {
    what: 'a file that is no script',
    text: '[{ "file": "angular.css", "packages": ["@angular/core"] }]',
    why: '0.file is no name of a script file',
  },
  { what: 'a layer without packages', text: '[{ "file": "angular.js", "packages": [] }]', why: '0.packages is empty' },
  {
    what: 'a package in two layers',
    text: '[{ "file": "angular.js", "packages": ["rxjs"] }, { "file": "rxjs.js", "packages": ["rxjs"] }]',
    why: 'rxjs is there twice',
  },
  {
    what: 'a library outside of the workspace',
    text: '[{ "file": "a.js", "packages": ["a"], "libraries": { "a": "../a.ts" } }]',
    why: 'is no source file of the workspace',
  },
  {
    what: 'a library that its layer does not name',
    text: '[{ "file": "a.js", "packages": ["a"], "libraries": { "b": "libs/b.ts" } }]',
    why: 'the library b is not among the packages of its layer',
  },
];

test.each(refused)('$what is refused', async ({ text, why }) => {
  await expect(readLayers(await workspace(text))).rejects.toMatchObject({
    code: 'PT_RUNTIME_LAYERS',
    facts: { why: expect.stringContaining(why) },
  });
});
