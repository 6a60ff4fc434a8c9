import { SourceMap } from 'node:module';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { defaultLayers, layerOf } from './layers.ts';
import { linkToRuntime } from './link-to-runtime.ts';
import { exportsOf } from './runtime-exports.ts';
import { describeRuntimeNeed } from './describe-runtime-need.ts';

const names = {
  '@angular/core': ['signal', 'ɵɵtext'],
  '@angular/common/http': ['HttpClient'],
  '@angular/forms': ['FormControl'],
  rxjs: ['of'],
};
const runtime = {
  name: 'angular-22.1.7-0123456789abcdef',
  layers: defaultLayers,
  exports: exportsOf(names, (specifier) => layerOf(defaultLayers, specifier)?.file),
  imports: { 'angular.js': [], 'forms.js': ['angular.js'] },
  files: ['3rdpartylicenses.txt', 'angular.js', 'forms.js'].map((path) => ({ path, body: Buffer.from(path) })),
};
const file = (path: string, text: string) => ({ path, body: Buffer.from(text) });
const link = async (texts: Readonly<Record<string, string>>) => {
  const { files, metafile } = await linkToRuntime({
    files: Object.entries(texts).map(([path, text]) => file(path, text)),
    entry: 'element.js',
    runtime,
  });
  return { texts: Object.fromEntries(files.map(({ path, body }) => [path, Buffer.from(body).toString()])), metafile };
};

test('members of a namespace become flat imports from the runtime, by relative URL', async () => {
  const { texts } = await link({
    'element.js': `import * as e from '@angular/core'; import { HttpClient } from '@angular/common/http'; export const define = () => e.ɵɵtext(e.signal(HttpClient));`,
  });
  expect(texts['element.js']).toMatch(
    /^import\{[ab] as (\w),[ab] as (\w)\}from"\.\.\/\.\.\/runtime\/angular-22\.1\.7-0123456789abcdef\/angular\.js";import\{a as (\w)\}from"\.\.\/\.\.\/runtime\/angular-22\.1\.7-0123456789abcdef\/http\.js";var (\w)=\(\)=>\2\(\1\(\3\)\);export\{\4 as define\};\n$/,
  );
});

test('each file keeps its name and its part, and what is no script stays as it is', async () => {
  const { texts, metafile } = await link({
    'element.js': `import { a } from './chunk-A.js'; export const define = () => import('./chunk-B.js').then(a);`,
    'chunk-A.js': `import { of } from 'rxjs'; export const a = of(1);`,
    'chunk-B.js': `import { FormControl } from '@angular/forms'; import { a } from './chunk-A.js'; export const b = new FormControl(a);`,
    '3rdpartylicenses.txt': 'none',
  });
  expect(Object.keys(texts)).toEqual(['3rdpartylicenses.txt', 'chunk-A.js', 'chunk-B.js', 'element.js']);
  expect(texts['element.js']).toMatch(/from"\.\/chunk-A\.js".*import\("\.\/chunk-B\.js"\)/);
  expect(texts['3rdpartylicenses.txt']).toBe('none');
  expect(
    Object.fromEntries(
      Object.entries(metafile.outputs).map(([path, { imports }]) => [path, imports.map(({ path, kind }) => `${kind} ${path}`)]),
    ),
  ).toEqual({
    'element.js': ['import-statement ./chunk-A.js', 'dynamic-import ./chunk-B.js'],
    'chunk-A.js': ['import-statement ../../runtime/angular-22.1.7-0123456789abcdef/angular.js'],
    'chunk-B.js': ['import-statement ../../runtime/angular-22.1.7-0123456789abcdef/forms.js', 'import-statement ./chunk-A.js'],
  });

  const use = describeRuntimeNeed({ runtime, metafile, static: ['element.js', 'chunk-A.js'], lazy: ['chunk-B.js'] });
  expect(use).toMatchObject({ name: runtime.name, static: ['angular.js'], lazy: ['forms.js'] });
  expect(use.files).toEqual([
    { path: 'angular.js', size: 10, integrity: expect.stringMatching(/^sha384-/) },
    { path: 'forms.js', size: 8, integrity: expect.stringMatching(/^sha384-/) },
  ]);
});

test('what a layer imports itself is needed with it, after it', async () => {
  const { metafile } = await link({
    'element.js': `import { FormControl } from '@angular/forms'; export const define = () => new FormControl();`,
  });
  expect(describeRuntimeNeed({ runtime, metafile, static: ['element.js'], lazy: [] }).static).toEqual(['forms.js', 'angular.js']);
});

test('source maps lead to the sources that the unlinked file came from', async () => {
  const source = `import * as core from '@angular/core';\n\nexport function define() {\n  throw new Error('here' + core.signal(1));\n}\n`;
  const compiled = await build({
    stdin: { contents: source, sourcefile: 'libs/greeting/src/element.ts', loader: 'ts' },
    minify: true,
    format: 'esm',
    sourcemap: 'external',
    outfile: 'element.js',
    write: false,
  });
  const [map, script] = compiled.outputFiles;
  const { texts } = await link({ 'element.js': `${script!.text}//# sourceMappingURL=element.js.map\n`, 'element.js.map': map!.text });

  expect(texts['element.js']!.match(/sourceMappingURL=.*/g)).toEqual(['sourceMappingURL=element.js.map']);
  const linked = JSON.parse(texts['element.js.map']!) as { sources: string[]; sourcesContent: string[] };
  expect(linked.sourcesContent[linked.sources.indexOf('libs/greeting/src/element.ts')]).toBe(source);
  const lines = texts['element.js']!.split('\n');
  const line = lines.findIndex((text) => text.includes('throw'));
  const entry = new SourceMap({ version: 3, file: '', mappings: '', names: [], sourceRoot: '', ...linked }).findEntry(
    line,
    lines[line]!.indexOf('throw'),
  );
  expect(entry).toMatchObject({ originalSource: 'libs/greeting/src/element.ts', originalLine: 3, originalColumn: 2 });
});

const refused = [
  {
    what: 'a name that the surface lacks',
    text: `import { signal, linkedSignal } from '@angular/core'; import { EMPTY } from 'rxjs'; export const define = () => [signal, linkedSignal, EMPTY];`,
    error: {
      code: 'PT_SURFACE_LACKS',
      facts: { missing: { '@angular/core': ['linkedSignal'], rxjs: ['EMPTY'] } },
      remedy: expect.stringContaining('nx run runtime:surface'),
    },
  },
  {
    what: 'a member of a namespace that the surface lacks',
    text: `import * as e from '@angular/core'; export const define = () => e.ɵɵdefer();`,
    error: { code: 'PT_SURFACE_LACKS', facts: { missing: { '@angular/core': ['ɵɵdefer'] } } },
  },
  {
    what: 'a package that is in no layer',
    text: `import { Router } from '@angular/router'; export const define = () => Router;`,
    error: { code: 'PT_RUNTIME_IMPORT', facts: { file: 'element.js', specifier: '@angular/router' } },
  },
  {
    what: 'a package that is in no layer, imported for its effects',
    text: `import 'zone.js'; export const define = () => 1;`,
    error: { code: 'PT_RUNTIME_IMPORT', facts: { file: 'element.js', specifier: 'zone.js' } },
  },
  {
    what: 'a namespace as a whole',
    text: `import * as rx from 'rxjs'; export const define = () => rx;`,
    error: { code: 'PT_RUNTIME_NAMESPACE' },
  },
];

test.each(refused)('$what stops the build, not the browser', async ({ text, error }) => {
  await expect(link({ 'element.js': text })).rejects.toMatchObject(error);
});
