/** What a plan takes a feature to be made of, from git and by text alone, is what the bundler makes it of. */
import { execFileSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findFeatures } from '@pintag/cdn/features';
import { inputsAt } from '@pintag/release/testing/inputs-at';
import { expect, onTestFinished, test } from 'vitest';
import { createWorkspace, repositoryRoot } from '../../testing/workspace.ts';
import { compileFeature } from './compile-feature.ts';

const env = {
  PATH: process.env['PATH'],
  HOME: '/nonexistent',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'dora',
  GIT_AUTHOR_EMAIL: 'dora@example.com',
  GIT_COMMITTER_NAME: 'dora',
  GIT_COMMITTER_EMAIL: 'dora@example.com',
};

interface Compared {
  readonly feature: string;
  readonly planned: readonly string[];
  readonly bundled: readonly string[];
}

/** The library of `workspaceRoot` as its files are now, in a repository of its own and in the bundler. */
async function compare(workspaceRoot: string, library: string): Promise<readonly Compared[]> {
  const cwd = await mkdtemp(join(tmpdir(), 'pintag-inputs-'));
  onTestFinished(() => rm(cwd, { recursive: true, force: true }));
  const git = (...args: string[]) => execFileSync('git', [`--work-tree=${workspaceRoot}`, ...args], { cwd, env, encoding: 'utf8' }).trim();
  execFileSync('git', ['init', '--quiet', '--template='], { cwd, env });
  git('add', '--force', library, 'tsconfig.base.json', 'libs/tsconfig.json');
  git('commit', '--quiet', '--message=feat: it');

  const features = findFeatures(globSync(`${library}/src/*element.ts`, { cwd: workspaceRoot }).sort());
  const planned = await inputsAt({ cwd, env, commit: git('rev-parse', 'HEAD'), features });
  const compared: Compared[] = [];
  for (const { name } of features) {
    const said: string[] = [];
    const compiled = await compileFeature({
      workspaceRoot,
      library,
      feature: name,
      external: [],
      log: ({ message }) => void said.push(message),
    });
    if (!compiled) throw new Error(said.join('\n'));
    const reported = Object.keys(compiled.metafile.inputs).map((path) => path.replace(/^angular:styles\/[^;]*;(?:[^;]*;)*/, ''));
    const inside = reported.filter((path) => path.startsWith(`${library}/`));
    // The compiler reads templates before the bundler sees anything of a component.
    const templates = inside.flatMap((path) =>
      [...readFileSync(join(workspaceRoot, path), 'utf8').matchAll(/templateUrl: '([^']+)'/g)].map(([, to]) => join(dirname(path), to!)),
    );
    const bundled = [...new Set([...inside, ...templates])].sort();
    compared.push({ feature: name, planned: planned.get(name)!.filter((path) => !path.endsWith('custom-elements.json')), bundled });
  }
  return compared;
}

test('the features of the calendar', { timeout: 600_000 }, async () => {
  const compared = await compare(repositoryRoot, 'libs/calendar');
  expect(compared.map(({ feature }) => feature)).toEqual(['calendar', 'calendar-agenda', 'calendar-month']);
  for (const { feature, planned, bundled } of compared) expect(planned, feature).toEqual(bundled);
  const [all, agenda, month] = compared.map(({ planned }) => new Set(planned));
  // Each of the three has files of its own, and some that all have.
  expect([all!.difference(agenda!).size, agenda!.difference(all!).size, month!.difference(all!).size].every((size) => size > 0)).toBe(true);
  expect(all!.intersection(agenda!).intersection(month!).size).toBeGreaterThan(10);
});

const component = (name: string, more: string, imports = '') => `import { Component } from '@angular/core';
${imports}
@Component({ selector: 'pt-${name.toLowerCase()}', ${more} })
export class ${name} {}
`;
const entry = (name: string) => `import { defineFeature } from '@shared/elements';
import { ${name} } from './${name.toLowerCase()}';
export const define = defineFeature({ component: ${name} });
`;

/** Every way to refer to another file that a feature may use. */
const forms: Readonly<Record<string, string>> = {
  'element.ts': entry('Whole'),
  'whole.ts': component(
    'Whole',
    `templateUrl: './whole.html', styleUrl: './whole.css', imports: [Child], host: { '[title]': 'title' }`,
    `import { Child } from './child';
import './effect';
import { Kind, type Shape } from './kinds';
import { type Inline } from './inline-type';
import { OnlyType } from './only-type';
import type { Other } from './other-type';
import { unused } from './unused';
import * as names from './names';
import * as shapes from './namespace-of-types';
import data from './data.json';
import { viaBarrel } from './barrel';
import { schema } from '@features/forms/api';
const known: Shape & Inline & OnlyType & Other & shapes.Named = {};
export const all = [Kind.One, known, names.one, data.name, viaBarrel, schema, () => import('./lazy'), () => import('./lazy-types')];`,
  ).replace('export class Whole {}', `export class Whole { title = String(all.length); }`),
  'whole.html': '<pt-child />',
  'whole.css': `@import './imported.css'; :host { background: url(./picture.svg); }`,
  'imported.css': ':host { color: red; }',
  'picture.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
  'child.ts': `import { Component, Injectable, inject } from '@angular/core';
import { Service } from './service';
import { Base } from './base';
import { Contract } from './contract';
import { Given } from './given';
@Injectable({ providedIn: 'root' })
class Holder { constructor(readonly given: Given) {} }
@Component({ selector: 'pt-child', template: '{{ service.name }}', styles: ['b { color: blue }'] })
export class Child extends Base<Contract> implements Contract { service = inject<Service>(Service); held = inject(Holder); }
`,
  'service.ts': `import { Injectable } from '@angular/core';
@Injectable({ providedIn: 'root' })
export class Service { name = 'service'; }
`,
  'given.ts': `import { Injectable } from '@angular/core';
@Injectable({ providedIn: 'root' })
export class Given { readonly here = true; }
`,
  'base.ts': 'export class Base<T> { value?: T; }\n',
  'contract.ts': 'export interface Contract { value?: unknown }\n',
  'effect.ts': 'console.log(1);\n',
  'kinds.ts': 'export enum Kind { One }\nexport interface Shape { a?: 1 }\n',
  'inline-type.ts': 'export interface Inline { f?: 1 }\n',
  'only-type.ts': 'export interface OnlyType { b?: 1 }\n',
  'other-type.ts': 'export interface Other { c?: 1 }\n',
  'unused.ts': 'export const unused = 1;\n',
  'names.ts': "export const one = 1;\nexport * from './more-names';\n",
  'more-names.ts': 'export const two = 2;\n',
  'namespace-of-types.ts': 'export interface Named { d?: 1 }\n',
  'data.json': '{ "name": "data" }',
  'barrel/index.ts':
    "export { viaBarrel } from './via';\nexport { besides } from './besides';\nexport type { T } from './types';\nexport { type U } from './more-types';\n",
  'barrel/via.ts': 'export const viaBarrel = 1;\n',
  'barrel/besides.ts': 'export const besides = 1;\n',
  'barrel/types.ts': 'export type T = 1;\n',
  'barrel/more-types.ts': 'export type U = 1;\n',
  'api/schema.ts': 'export const schema = 1;\n',
  'lazy.ts': "import { deep } from './deep.js';\nexport const lazy = deep;\n",
  'deep.ts': 'export const deep = 1;\n',
  'lazy-types.ts': "import { Shape } from './lazy-shape';\nexport const of = (shape: Shape) => shape;\n",
  'lazy-shape.ts': 'export interface Shape { e?: 1 }\n',
  'part.element.ts': entry('Part'),
  'part.ts': component('Part', `template: '', styleUrls: ['part.scss']`),
  'part.scss': "@use 'tokens';\n:host { color: tokens.$colour; }\n",
  '_tokens.scss': '$colour: red;\n',
  'dead.ts': "import './effect';\n",
};

test('every way to refer to a file', { timeout: 600_000 }, async () => {
  const files = Object.entries(forms).map(([path, text]) => [`libs/forms/src/${path}`, text]);
  await using workspace = await createWorkspace(Object.fromEntries(files) as Record<string, string>);
  const compared = await compare(workspace.root, 'libs/forms');
  const unreported = compared.map(({ planned, bundled }) => planned.filter((path) => !bundled.includes(path)));
  for (const { feature, planned, bundled } of compared)
    expect(
      bundled.filter((path) => !planned.includes(path)),
      feature,
    ).toEqual([]);
  const erased = [
    'inline-type',
    'only-type',
    'other-type',
    'unused',
    'contract',
    'namespace-of-types',
    'barrel/types',
    'lazy-shape',
    'dead',
  ];
  const planned = compared.flatMap((one) => one.planned);
  expect(erased.filter((name) => planned.includes(`libs/forms/src/${name}.ts`))).toEqual([]);

  // The bundler does not tell of these; but they are in what it makes.
  expect(unreported).toEqual([['libs/forms/src/picture.svg'], ['libs/forms/src/_tokens.scss']]);
  const outputOf = async (feature: string) =>
    (await compileFeature({ workspaceRoot: workspace.root, library: 'libs/forms', feature, external: [], log: () => {} }))!.files.map(
      ({ path, body }) => `${path} ${Buffer.from(body).toString('base64')}`,
    );
  const before = [await outputOf('forms'), await outputOf('forms-part')];
  await workspace.write({
    'libs/forms/src/picture.svg': '<svg xmlns="http://www.w3.org/2000/svg"><g/></svg>',
    'libs/forms/src/_tokens.scss': '$colour: green;\n',
  });
  expect(await outputOf('forms')).not.toEqual(before[0]);
  expect(await outputOf('forms-part')).not.toEqual(before[1]);
});
