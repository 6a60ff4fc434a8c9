import { linkElement } from '@pintag/runtime';
import { buildRuntime, defaultLayers, type BuiltRuntime, type LibraryScripts } from '@pintag/runtime/build';
import { launchChromium, startSite } from '@pintag/runtime/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkspace, greeting, type Workspace } from '../../testing/workspace.ts';
import { buildFeature, type BuiltFeature } from '../element/build-feature.ts';
import { usedNames } from '../surface/used-names.ts';
import { compileLibraries } from './compile-libraries.ts';

const log = () => {};
const layers = [
  ...defaultLayers,
  { file: 'elements.js', packages: ['@shared/elements'], libraries: { '@shared/elements': 'libs/shared/elements/src/index.ts' } },
];
const farewell = Object.fromEntries(
  Object.entries(greeting).map(([path, text]) => [
    path.replaceAll('greeting', 'farewell'),
    text.replaceAll('greeting', 'farewell').replaceAll('Greeting', 'Farewell').replace('hello', 'goodbye'),
  ]),
);

let workspace: Workspace;
let libraries: LibraryScripts;
let runtime: BuiltRuntime;
const built: Record<string, BuiltFeature> = {};
beforeAll(async () => {
  workspace = await createWorkspace({ ...greeting, ...farewell });
  const { root } = workspace;
  libraries = (await compileLibraries({ workspaceRoot: root, layers, log }))!;
  runtime = await buildRuntime({ names: (await usedNames({ root, layers, log }))!, layers, libraries, root });
  for (const name of ['greeting', 'farewell'])
    built[name] = (await buildFeature({ workspaceRoot: root, library: `libs/${name}`, runtime, log }))!;
}, 240_000);
afterAll(() => workspace[Symbol.asyncDispose]());

const textOf = (files: BuiltFeature['files'], path: string) => Buffer.from(files.find((file) => file.path === path)!.body).toString();
/** Only the source of the library says it. */
const fromLibrary = 'is defined already';

test('a library is compiled like a feature, packages and itself left out', () => {
  const script = textOf(libraries.files, libraries.entries['@shared/elements']!);
  expect(script).toContain(fromLibrary);
  expect(script).toMatch(/from\s*"@angular\/core"/);
});

test('what features use of it is part of the surface, and so is what it uses itself', () => {
  expect(runtime.exports['@shared/elements']).toMatchObject({ file: 'elements.js', names: { defineFeature: expect.any(String) } });
  expect(textOf(runtime.files, 'elements.js')).toContain(fromLibrary);
  expect(textOf(runtime.files, 'elements.js')).not.toMatch(/from\s*"@/);
});

test('a feature that is built on the runtime brings nothing of it, a self-contained one all', async () => {
  const { description, files } = built['greeting']!;
  expect(description.runtime!.static).toEqual(expect.arrayContaining(['angular.js', 'elements.js']));
  expect(textOf(files, description.entry)).not.toContain(fromLibrary);
  const alone = (await buildFeature({ workspaceRoot: workspace.root, library: 'libs/greeting', log }))!;
  expect(textOf(alone.files, alone.description.entry)).toContain(fromLibrary);
}, 120_000);

test('two features on one page load it once, and both start', async () => {
  await using cdn = await startSite();
  for (const [feature, { files }] of Object.entries(built)) {
    for (const { path, body, contentType } of await linkElement(files, { feature, version: '1.0.0', compress: false }))
      cdn.files.set(`/elements/v1.0.0/${feature}/${path}`, { body, headers: { 'content-type': contentType } });
  }
  for (const { path, body } of runtime.files)
    cdn.files.set(`/elements/runtime/${runtime.name}/${path}`, { body, headers: { 'content-type': 'text/javascript' } });
  const tags = Object.keys(built).map((name) => `<script src="/elements/v1.0.0/${name}/main.js"></script><pt-${name}></pt-${name}>`);
  cdn.files.set('/', { body: `<!doctype html><link rel="icon" href="data:,">${tags.join('')}`, headers: { 'content-type': 'text/html' } });

  const browser = await launchChromium(process.env);
  try {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on('console', (line) => said.push(line.text()));
    page.on('pageerror', ({ message }) => said.push(message));
    await page.goto(cdn.origin);
    await page.getByText('hello').waitFor();
    await page.getByText('goodbye').waitFor();
    expect(said).toEqual([]);
  } finally {
    await browser.close();
  }
  expect(cdn.requests.filter((path) => path.endsWith('/elements.js'))).toHaveLength(1);
}, 120_000);
