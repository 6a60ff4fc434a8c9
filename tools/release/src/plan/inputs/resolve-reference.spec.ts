import ts from 'typescript';
import { expect, test } from 'vitest';
import { readAliases } from './aliases.ts';
import type { Reference } from './references.ts';
import { resolveReference } from './resolve-reference.ts';

const paths = [
  'a.ts',
  'a/index.ts',
  'b/index.ts',
  'c.js',
  'd.mts',
  'data.json',
  'sub/x.ts',
  'sub/x.html',
  'style/_tokens.scss',
  'style/theme.css',
  'words/en.ts',
  'words/ja.ts',
  'api/schema.ts',
];
const files = new Map(paths.map((path) => [`libs/calendar/src/${path}`, 1]));
const base = `{
  // With a comment.
  "compilerOptions": { "paths": { "@features/*/api": ["./libs/*/src/api/schema.ts"], "@own": ["./libs/gone.ts", "./libs/calendar/src/a"] } },
}`;
const aliases = [
  ...readAliases('tsconfig.base.json', base, ts),
  ...readAliases('libs/tsconfig.json', '{"compilerOptions":{"paths":{"#/*":["./*"]}}}', ts),
];

const cases: readonly (readonly [kind: Reference['kind'], to: string, found: readonly string[]])[] = [
  ['module', './a', ['a.ts']],
  ['module', './a.js', ['a.ts']],
  ['module', './a.ts', ['a.ts']],
  ['module', './a/index', ['a/index.ts']],
  ['module', './b', ['b/index.ts']],
  ['module', './c', ['c.js']],
  ['module', './d.mjs', ['d.mts']],
  ['module', './data.json', ['data.json']],
  ['module', './sub/../a', ['a.ts']],
  ['module', '../../questionnaire/src/a', []],
  ['module', './missing', []],
  ['module', '@angular/core', []],
  ['module', '@features/calendar/api', ['api/schema.ts']],
  ['module', '@features/questionnaire/api', []],
  ['module', '@own', ['a.ts']],
  ['module', '#/calendar/src/sub/x', ['sub/x.ts']],
  ['file', './sub/x.html', ['sub/x.html']],
  ['file', './a', []],
  ['style', './style/tokens', ['style/_tokens.scss']],
  ['style', 'style/theme.css', ['style/theme.css']],
  ['style', 'style/theme', ['style/theme.css']],
  ['pattern', './words/*.ts', ['words/en.ts', 'words/ja.ts']],
];

test.each(cases)('%s %s', (kind, to, found) => {
  const resolved = resolveReference({ kind, to }, 'libs/calendar/src/from.ts', { files, aliases });
  expect(resolved.map((path) => path.slice('libs/calendar/src/'.length))).toEqual(found);
});

test('what is no configuration names nothing', () => {
  expect(['', '[]', '{"compilerOptions":{}}', 'no json'].flatMap((text) => readAliases('tsconfig.json', text, ts))).toEqual([]);
});
