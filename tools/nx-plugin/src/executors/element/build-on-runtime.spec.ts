import { linkElement } from '@pintag/runtime';
import { buildRuntime, defaultLayers, missingNames, type BuiltRuntime } from '@pintag/runtime/build';
import { launchChromium, startSite } from '@pintag/runtime/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorkspace, greeting, type Workspace } from '../../testing/workspace.ts';
import { usedNames } from '../surface/used-names.ts';
import { buildFeature, type BuiltFeature } from './build-feature.ts';

const log = () => {};
const text = (body: Uint8Array) => Buffer.from(body).toString();

/** Needs the injector that is current in one package to be current in the others, too; and has forms in a lazy part. */
const ticker = {
  'libs/ticker/src/element.ts': `import { defineFeature } from '@shared/elements';
import { provideHttpClient } from '@angular/common/http';
import { Ticker } from './ticker';

export const define = defineFeature({ component: Ticker, providers: [provideHttpClient()] });
`,
  'libs/ticker/src/ticker.ts': `import { Component, ViewEncapsulation, inject, signal } from '@angular/core';
import { HttpClient } from '@angular/common/http';
import { takeUntilDestroyed, toSignal } from '@angular/core/rxjs-interop';
import { BehaviorSubject, map } from 'rxjs';
import { Stop } from './stop';

@Component({
  selector: 'pt-ticker-root',
  encapsulation: ViewEncapsulation.ShadowDom,
  imports: [Stop],
  template: '<p>{{ ticks() }} {{ last() }} {{ data() }}</p> @defer (on immediate) { <pt-stop /> }',
})
export class Ticker {
  private readonly source = new BehaviorSubject('tick');
  protected readonly ticks = toSignal(this.source.pipe(map((word) => word + '-tock')));
  protected readonly data = toSignal(inject(HttpClient).get('/data', { responseType: 'text' }));
  protected readonly last = signal('');

  constructor() {
    this.source.pipe(takeUntilDestroyed()).subscribe((word) => this.last.set(word));
  }
}
`,
  'libs/ticker/src/stop.ts': `import { Component } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { FormControl, ReactiveFormsModule } from '@angular/forms';

@Component({ selector: 'pt-stop', imports: [ReactiveFormsModule], template: '<input [formControl]="name" /> stops for {{ value() }}' })
export class Stop {
  protected readonly name = new FormControl('Mei', { nonNullable: true });
  protected readonly value = toSignal(this.name.valueChanges, { initialValue: this.name.value });
}
`,
};

let workspace: Workspace;
let runtime: BuiltRuntime;
const built: Record<string, BuiltFeature> = {};
beforeAll(async () => {
  workspace = await createWorkspace({ ...greeting, ...ticker });
  const { root } = workspace;
  runtime = await buildRuntime({ names: (await usedNames({ root, layers: defaultLayers, log }))!, root });
  for (const name of ['greeting', 'ticker'])
    built[name] = (await buildFeature({ workspaceRoot: root, library: `libs/${name}`, runtime, log }))!;
}, 240_000);
afterAll(() => workspace[Symbol.asyncDispose]());

test('a feature says which runtime it needs, and what of it only later', () => {
  expect(built['greeting']!.description.runtime).toMatchObject({ name: runtime.name, static: ['angular.js'], lazy: [] });
  expect(built['ticker']!.description.runtime).toMatchObject({
    name: runtime.name,
    files: [{ path: 'angular.js' }, { path: 'forms.js' }, { path: 'http.js' }],
    static: ['angular.js', 'http.js'],
    lazy: ['forms.js'],
  });
  expect(built['ticker']!.description.lazy).toHaveLength(1);
});

test('it brings nothing of what it shares, and imports no package by its name', () => {
  for (const { files } of Object.values(built)) {
    for (const { path, body } of files.filter(({ path }) => path.endsWith('.js'))) {
      expect(text(body), path).not.toMatch(/(from|import)\s*\(?"[^."]/);
      expect(body.byteLength, path).toBeLessThan(25_000);
    }
  }
});

test('the runtime holds what is used of the packages, and not whole packages', () => {
  const size = (path: string) => runtime.files.find((file) => file.path === path)!.body.byteLength;
  // Twice as much where the packages are not marked up for the bundler.
  expect(size('angular.js')).toBeLessThan(220_000);
  expect(size('http.js') + size('forms.js')).toBeLessThan(80_000);
});

test('its source maps lead through both steps to its own sources', () => {
  const maps = built['ticker']!.files.filter(({ path }) => path.endsWith('.js.map'));
  const sources = maps.flatMap(({ body }) => {
    const { sources, sourcesContent } = JSON.parse(text(body)) as { sources: string[]; sourcesContent: (string | null)[] };
    return sources.map((source, i) => [source, sourcesContent[i]] as const);
  });
  expect(Object.fromEntries(sources)).toMatchObject({
    'libs/ticker/src/ticker.ts': ticker['libs/ticker/src/ticker.ts'],
    'libs/ticker/src/stop.ts': ticker['libs/ticker/src/stop.ts'],
  });
});

test('two features on one page share one runtime, and what needs the current injector finds it', async () => {
  await using cdn = await startSite();
  const script = { 'content-type': 'text/javascript' };
  for (const [feature, { files }] of Object.entries(built)) {
    for (const { path, body, contentType } of await linkElement(files, { feature, version: '1.0.0', compress: false }))
      cdn.files.set(`/elements/v1.0.0/${feature}/${path}`, { body, headers: { 'content-type': contentType } });
  }
  for (const { path, body } of runtime.files) cdn.files.set(`/elements/runtime/${runtime.name}/${path}`, { body, headers: script });
  cdn.files.set('/data', { body: 'from the backend', headers: { 'content-type': 'text/plain' } });
  const tags = Object.keys(built).map((name) => `<script src="/elements/v1.0.0/${name}/main.js"></script><pt-${name}></pt-${name}>`);
  cdn.files.set('/', { body: `<!doctype html><link rel="icon" href="data:,">${tags.join('')}`, headers: { 'content-type': 'text/html' } });

  const browser = await launchChromium(process.env);
  try {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on('console', (line) => said.push(line.text()));
    page.on('pageerror', ({ message }) => said.push(message));
    await page.goto(cdn.origin);
    await page.getByText('tick-tock tick from the backend').waitFor();
    await page.getByText('and more').waitFor();
    await page.getByRole('textbox').fill('Ren');
    await page.getByText('stops for Ren').waitFor();
    expect(said).toEqual([]);
  } finally {
    await browser.close();
  }
  expect(cdn.requests.filter((path) => path.includes('/runtime/')).sort()).toEqual(
    ['angular.js', 'forms.js', 'http.js'].map((file) => `/elements/runtime/${runtime.name}/${file}`),
  );
}, 120_000);

test('a surface that lacks what a feature uses stops its build, with the names and the command', async () => {
  const names = { ...runtime.exports['@angular/core/rxjs-interop']!.names };
  delete names['takeUntilDestroyed'];
  const lacking = { ...runtime, exports: { ...runtime.exports, '@angular/core/rxjs-interop': { file: 'angular.js', names } } };
  await expect(buildFeature({ workspaceRoot: workspace.root, library: 'libs/ticker', runtime: lacking, log })).rejects.toMatchObject({
    code: 'PT_SURFACE_LACKS',
    facts: { missing: { '@angular/core/rxjs-interop': ['takeUntilDestroyed'] } },
    remedy: expect.stringContaining('nx run runtime:surface'),
  });
}, 120_000);

test('the same feature and runtime give the same bytes', async () => {
  await using elsewhere = await createWorkspace({ ...greeting, ...ticker });
  const { root } = elsewhere;
  const names = (await usedNames({ root, layers: defaultLayers, feature: 'ticker', log }))!;
  const offered = Object.fromEntries(Object.entries(runtime.exports).map(([specifier, { names }]) => [specifier, Object.keys(names)]));
  expect(missingNames(names, offered)).toEqual({});
  const again = (await buildFeature({ workspaceRoot: root, library: 'libs/ticker', runtime, log }))!;
  expect(again.files.map(({ path, body }) => [path, text(body)])).toEqual(
    built['ticker']!.files.map(({ path, body }) => [path, text(body)]),
  );
}, 240_000);
