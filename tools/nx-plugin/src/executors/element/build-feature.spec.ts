import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { linkElement } from '@pintag/runtime';
import { launchChromium, startSite } from '@pintag/runtime/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorkspace, greeting, type Workspace } from '../../testing/workspace.ts';
import { buildFeature, readFiles, writeFiles, type BuiltFeature } from './build-feature.ts';

const options = { library: 'libs/greeting', log: () => {} };
const text = (body: Uint8Array) => Buffer.from(body).toString();

describe('a feature', () => {
  let workspace: Workspace;
  let built: BuiltFeature;
  beforeAll(async () => {
    workspace = await createWorkspace({ ...greeting, 'libs/greeting/custom-elements.json': '{"schemaVersion": "1.0.0"}' });
    built = (await buildFeature({ ...options, workspaceRoot: workspace.root }))!;
  }, 120_000);
  afterAll(() => workspace[Symbol.asyncDispose]());

  test('becomes hashed scripts with their maps, licences, its documentation and a description', () => {
    const names = built.files.map(({ path }) => path.replace(/-[A-Z0-9]{8}\./, '-HASH.'));
    expect([...new Set(names)]).toEqual([
      '3rdpartylicenses.txt',
      'chunk-HASH.js',
      'chunk-HASH.js.map',
      'custom-elements.json',
      'element-HASH.js',
      'element-HASH.js.map',
      'element.json',
    ]);
    const { entry, static: closure, lazy } = built.description;
    expect(closure[0]).toBe(entry);
    expect(lazy).toHaveLength(1);
    expect([...closure, ...lazy].sort()).toEqual(built.files.map(({ path }) => path).filter((path) => path.endsWith('.js')));
    expect(text(built.files.find(({ path }) => path === '3rdpartylicenses.txt')!.body)).toContain('Package: @angular/core');
  });

  test('says nothing of the machine it was built on', () => {
    for (const { path, body } of built.files) expect(text(body), path).not.toContain(workspace.root);
    for (const { path, body } of built.files) expect(text(body), path).not.toContain('/node_modules/.');
  });

  test('has source maps that lead to its own sources, text included', () => {
    const maps = built.files.filter(({ path }) => path.endsWith('.js.map'));
    const sources = maps.flatMap(({ body }) => {
      const map = JSON.parse(text(body)) as { sources: string[]; sourcesContent: (string | null)[] };
      return map.sources.map((source, i) => [source, map.sourcesContent[i]] as const);
    });
    expect(Object.fromEntries(sources)).toMatchObject({ 'libs/greeting/src/more.ts': greeting['libs/greeting/src/more.ts'] });
    expect(sources.filter(([source]) => source.startsWith('/'))).toEqual([]);
  });

  test('has the same bytes when it is built in another folder', async () => {
    await using elsewhere = await createWorkspace({ ...greeting, 'libs/greeting/custom-elements.json': '{"schemaVersion": "1.0.0"}' });
    const again = await buildFeature({ ...options, workspaceRoot: elsewhere.root });
    expect(again!.files.map(({ path, body }) => [path, text(body)])).toEqual(built.files.map(({ path, body }) => [path, text(body)]));
  }, 120_000);

  test('replaces what its folder held', async () => {
    const folder = join(workspace.root, 'dist/libs/greeting');
    await writeFiles(folder, [{ path: 'element-OLD.js', body: Buffer.from('') }]);
    await writeFiles(folder, built.files);
    expect(await readFiles(folder)).toEqual(
      expect.arrayContaining(built.files.map(({ path, body }) => ({ path, body: Buffer.from(body) }))),
    );
    expect(await readFiles(folder)).toHaveLength(built.files.length);
    expect(await readFiles(join(folder, 'nowhere'))).toEqual([]);
    expect(await readFile(join(folder, 'element.json'), 'utf8')).toBe(`${JSON.stringify(built.description, null, 2)}\n`);
  });

  test('linked to a version and pinned by one tag, comes to life in a browser, its lazy part too', async () => {
    await using cdn = await startSite();
    for (const { path, body, contentType } of await linkElement(built.files, { feature: 'greeting', version: '1.0.0' })) {
      cdn.files.set(`/elements/v1.0.0/greeting/${path}`, { body, headers: { 'content-type': contentType } });
    }
    const html =
      '<!doctype html><link rel="icon" href="data:,"><script src="/elements/v1.0.0/greeting/main.js"></script><pt-greeting></pt-greeting>';
    cdn.files.set('/', { body: html, headers: { 'content-type': 'text/html' } });

    const browser = await launchChromium(process.env);
    try {
      const page = await browser.newPage();
      const said: string[] = [];
      page.on('console', (line) => said.push(line.text()));
      page.on('pageerror', ({ message }) => said.push(message));
      await page.goto(cdn.origin);
      await page.getByText('and more').waitFor();
      expect(await page.locator('pt-greeting').evaluate((element) => element.shadowRoot?.textContent?.trim())).toMatch(
        /^hello\s*and more$/,
      );
      expect(said).toEqual([]);
    } finally {
      await browser.close();
    }
  }, 120_000);
});

describe('is refused', () => {
  const refusal = async (files: Readonly<Record<string, string>>, more: Partial<typeof options> = {}) => {
    await using workspace = await createWorkspace(files);
    return await buildFeature({ ...options, ...more, workspaceRoot: workspace.root }).catch((error: unknown) => error);
  };

  test('a library without an entry file', async () => {
    expect(await refusal({ 'libs/greeting/src/greeting.ts': '' })).toMatchObject({
      code: 'PT_FEATURE_NO_ELEMENT',
      facts: { library: 'libs/greeting' },
    });
  });

  test('a name that another library has too', async () => {
    expect(
      await refusal({
        ...greeting,
        'libs/green/src/element.ts': '',
        'libs/greeting/src/x.element.ts': '',
        'libs/greeting-x/src/element.ts': '',
      }),
    ).toMatchObject({
      code: 'PT_FEATURE_TWICE',
    });
  });

  test('mock code, however deep it is imported', async () => {
    const files = {
      ...greeting,
      'mocks/survey/handlers.ts': `export const handlers = ['mock'];`,
      'libs/greeting/src/more.ts': `${greeting['libs/greeting/src/more.ts']}\nimport { handlers } from '../../../mocks/survey/handlers';\nconsole.log(handlers);\n`,
    };
    expect(await refusal(files)).toMatchObject({
      code: 'PT_MOCKS_IN_BUNDLE',
      facts: { file: 'mocks/survey/handlers.ts', trace: 'imported by libs/greeting/src/more.ts' },
    });
  }, 120_000);

  test('what does not compile, templates included, with the place', async () => {
    const said: string[] = [];
    const files = { ...greeting, 'libs/greeting/src/more.ts': greeting['libs/greeting/src/more.ts']!.replace('and more', '{{ missing }}') };
    await using workspace = await createWorkspace(files);
    const built = await buildFeature({ ...options, workspaceRoot: workspace.root, log: ({ message }) => said.push(message) });
    expect(built).toBeUndefined();
    expect(said.join('\n')).toMatch(/missing[\s\S]*libs\/greeting\/src\/more\.ts:3/);
  }, 120_000);
});
