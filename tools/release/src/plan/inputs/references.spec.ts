import ts from 'typescript';
import { expect, test } from 'vitest';
import { readReferences } from './references.ts';

const referencesOf = (path: string, text: string) => readReferences(path, text, ts).all.map(({ kind, to }) => `${kind} ${to}`);

const scripts: readonly (readonly [what: string, text: string, expected: readonly string[]])[] = [
  ['an import whose name is used', "import { a } from './a'; a();", ['module ./a']],
  ['an import for what it does', "import './a';", ['module ./a']],
  ['an import without names', "import {} from './a';", ['module ./a']],
  ['a default import', "import a from './a'; export default a;", ['module ./a']],
  ['a namespace', "import * as a from './a'; a.b();", ['module ./a']],
  ['a package', "import { signal } from '@angular/core'; signal(1);", ['module @angular/core']],
  ['what says that it is a type', "import type { A } from './a'; import { type B } from './b'; let a: A, b: B;", []],
  ['a type beside a value', "import { type A, b } from './a'; const c: A = b;", ['module ./a']],
  ['what is a type only, unsaid', "import { A, B } from './a'; interface C extends A {} let x = y as B; class D implements A {}", []],
  ['a type argument', "import { A } from './a'; const b = input<A>();", []],
  ['a name that stands for a member only', "import { A } from './a'; type B = A; b.A = { A: 1 };", []],
  ['a class that is extended', "import { A } from './a'; class B extends A<string> {}", ['module ./a']],
  ['a short property', "import { a } from './a'; const b = { a };", ['module ./a']],
  ['the type of a value', "import { a } from './a'; let b: typeof a;", []],
  ['a name that is exported again', "import { a, type B } from './a'; export { a, type B };", ['module ./a']],
  [
    'an export from elsewhere',
    "export { a } from './a'; export * from './b'; export * as c from './c';",
    ['module ./a', 'module ./b', 'module ./c'],
  ],
  ['an export of types from elsewhere', "export type { B } from './b'; export type * from './c';", []],
  ['an export that says of each name that it is a type', "export { type A } from './a';", ['module ./a']],
  ['a lazy import', "const a = () => import('./a').then((a) => a.b);", ['file ./a', 'module ./a']],
  ['a lazy import of a name that is put together', 'import(`./words/${language}.ts`)', ['pattern ./words/*.ts']],
  ['an import of the old kind', "import a = require('./a'); import type B = require('./b'); a();", ['module ./a']],
  ['a declaration without code', "import { A } from './a'; declare const b: { c: typeof A }; declare module './x' {}", []],
  [
    'what Angular puts into a decorated class',
    "import { A } from './a'; import { B } from './b'; import { C } from './c'; @Injectable() class D { constructor(a: A, @Optional() b: B | null) {} } class E { constructor(c: C) {} }",
    ['module ./a', 'module ./b'],
  ],
  [
    'files of a component',
    "@Component({ imports: [], templateUrl: './a.html', styleUrls: ['a.css', '../b.css'], styles: '@import \"./c.css\"; b { background: url(d.svg?x#y) }' }) class A {}",
    ['file ../b.css', 'file ./a.html', 'file a.css', 'style ./c.css', 'style d.svg'],
  ],
  [
    'files that a constant names',
    "const url = './a.html'; new Worker(new URL('./b.worker', import.meta.url));",
    ['file ./a.html', 'file ./b.worker'],
  ],
  ['text that only looks like one', "say('../\\n'); say('a.css'); say(`url (${x})`);", []],
  ['a text in a comment', "// import './a';\n/* import './b'; */", []],
  ['what is no TypeScript', 'import { from ; class {{{', []],
];

test.each(scripts)('a script: %s', (_, text, expected) => {
  expect(referencesOf('libs/x/src/x.ts', text)).toEqual(expected);
});

const styles: readonly (readonly [what: string, path: string, text: string, expected: readonly string[]])[] = [
  [
    'imports',
    'a.css',
    `@import './b.css'; @import url("c.css") screen; @import url(d.css);`,
    ['style ./b.css', 'style c.css', 'style d.css'],
  ],
  [
    'images and fonts',
    'a.css',
    `a { background: url( 'b.svg' ) } @font-face { src: url(c.woff2?v=1#x) format("woff2") }`,
    ['style b.svg', 'style c.woff2'],
  ],
  [
    'what is elsewhere',
    'a.css',
    `a { b: url(data:x), url(https://x.example/a), url(//x/a), url(/a), url(#a) } @import 'https://x.example/a.css';`,
    [],
  ],
  ['comments', 'a.css', `/* @import './b.css'; */ a { color: red }`, []],
  [
    'Sass',
    'a.scss',
    `@use 'sass:math';\n// @use 'old';\n@use "tokens" as *; @forward './mixins' show a; @import 'a', 'b';`,
    ['style ./mixins', 'style a', 'style b', 'style tokens'],
  ],
  ['Less', 'a.less', `@import (reference) "tokens";`, ['style tokens']],
  ['what is no style sheet', 'a.html', `<style>@import './b.css'</style>`, []],
];

test.each(styles)('a style sheet: %s', (_, path, text, expected) => {
  expect(referencesOf(path, text)).toEqual(expected);
});

test('two texts that refer to the same have the same key, whatever else they say', () => {
  const key = (text: string) => readReferences('a.ts', text, ts).key;
  expect(key("import { a } from './a'; import './b'; a(1);")).toBe(key("import './b';\nimport { a } from './a'; a(2); import './b';"));
  expect(key("import { a } from './a'; a();")).not.toBe(key("import { a } from './a';"));
});
