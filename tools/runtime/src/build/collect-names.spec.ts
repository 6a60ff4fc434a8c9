import { expect, test } from 'vitest';
import { collectNames } from './collect-names.ts';

const script = (text: string, path = 'element-E.js') => ({ path, body: Buffer.from(text) });

const imports = [
  { what: 'a named import', text: `import { signal } from '@angular/core'; signal(1);`, names: { '@angular/core': ['signal'] } },
  { what: 'one under another name', text: `import { signal as s } from '@angular/core'; s(1);`, names: { '@angular/core': ['signal'] } },
  { what: 'a default import', text: `import start from 'rxjs'; start();`, names: { rxjs: ['default'] } },
  {
    what: 'members of a namespace, as the Angular compiler writes them',
    text: `import * as e from '@angular/core'; e.ɵɵtext(0, e.signal(1));`,
    names: { '@angular/core': ['signal', 'ɵɵtext'] },
  },
  {
    what: 'members whose name is escaped',
    text: `import*as e from"@angular/core";e.\\u0275\\u0275text("\\u0275abc");`,
    names: { '@angular/core': ['ɵɵtext'] },
  },
  {
    what: 'no members of what only has the same name inside a function',
    text: `import * as e from '@angular/core'; e.signal(1); export const f = (e) => e.computed;`,
    names: { '@angular/core': ['signal'] },
  },
  { what: 'a re-export', text: `export { of as one } from 'rxjs';`, names: { rxjs: ['of'] } },
  {
    what: 'what is imported and never used, as nothing',
    text: `import { of } from 'rxjs'; import 'tslib';`,
    names: { rxjs: [], tslib: [] },
  },
  {
    what: 'nothing of its own files, lazy or not',
    text: `import { a } from './chunk-A.js'; export const more = () => import('./chunk-B.js').then(a);`,
    names: {},
  },
];

test.each(imports)('finds $what', async ({ text, names }) => {
  expect(await collectNames([script(text)])).toEqual(names);
});

const escapes = [
  { what: 'passed on', text: `import * as e from 'rxjs'; console.log(e);` },
  { what: 'read by a computed name', text: `import * as e from 'rxjs'; export const f = (name) => e[name];` },
  { what: 'exported whole', text: `export * from 'rxjs';` },
  { what: 'exported under a name', text: `export * as rx from 'rxjs';` },
  { what: 'loaded lazily', text: `export const f = () => import('rxjs');` },
];

test.each(escapes)('refuses a namespace that is $what', async ({ text }) => {
  await expect(collectNames([script(text)])).rejects.toMatchObject({
    code: 'PT_RUNTIME_NAMESPACE',
    facts: { file: 'element-E.js', specifier: 'rxjs' },
  });
});

test('adds up all scripts, sorted, and leaves other files alone', async () => {
  const files = [
    script(`import { of } from 'rxjs'; of(1);`),
    script(`import { map, of } from 'rxjs'; import { signal } from '@angular/core'; of(map, signal);`, 'chunk-A.js'),
    { path: 'element-E.js.map', body: Buffer.from('{}') },
  ];
  expect(JSON.stringify(await collectNames(files))).toBe('{"@angular/core":["signal"],"rxjs":["map","of"]}');
});
