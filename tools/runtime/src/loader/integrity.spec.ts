import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { integrityMapTexts } from '../link/loader-table.ts';
import type { Manifest } from '../link/manifest.ts';
import { exampleRuntime } from '../testing/bundles.ts';
import { launchChromium } from '../testing/chromium.ts';
import { immutable, openHostPage, type HostPage } from '../testing/host-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium(process.env);
});
afterAll(() => browser.close());

const runtime = exampleRuntime();
const caching = [
  { sent: 'immutable', headers: immutable },
  { sent: 'without cache headers', headers: {} },
];

describe('main.js', () => {
  test("changed, it is refused by the tag's integrity", async () => {
    await using host = await openHostPage(browser);
    const { src, integrity } = await host.publish('1.0.0');
    host.tamper('main.js');
    await host.open(`<script src="${src}" integrity="${integrity}" crossorigin="anonymous"></script><pt-greeting>reading…</pt-greeting>`);
    expect(await host.defined()).toBe(false);
    expect(host.asked()).toEqual(['main.js']);
    expect(host.said.join()).toContain('integrity');
  });

  test('a tag that carries the integrity of two versions accepts either and refuses a third', async () => {
    await using host = await openHostPage(browser);
    const [one, two, three] = [await host.publish('1.0.0'), await host.publish('1.1.0'), await host.publish('1.2.0')];
    const tag = (src: string) =>
      `<script src="${src}" integrity="${two.integrity} ${one.integrity}" crossorigin="anonymous"></script><pt-greeting></pt-greeting>`;
    await host.open(tag(two.src));
    await host.shows('hello 1.1.0');
    await host.open(tag(one.src));
    await host.shows('hello 1.0.0');
    await host.open(tag(three.src));
    expect(await host.defined()).toBe(false);
  });
});

describe('what the element needs at once', () => {
  const files = ['element-ENTRY.js', 'chunk-WORD.js', 'angular.js'];
  test.each(files.flatMap((file) => caching.map((cached) => ({ file, ...cached }))))(
    'a changed $file, sent $sent, is refused: the page keeps what it put into the element and is told',
    async ({ file, headers }) => {
      await using host = await openHostPage(browser);
      const { src, integrity } = await host.publish('1.0.0', { runtime });
      host.tamper(file, headers);
      await host.open(`<script>
          errors = [];
          addEventListener('pintag-error', ({ target, detail }) => errors.push([target.id, detail]));
        </script>
        <script src="${src}" integrity="${integrity}" crossorigin="anonymous"></script>
        <pt-greeting id="a">reading…</pt-greeting><pt-greeting id="b"></pt-greeting>`);
      await host.page.waitForFunction(() => (globalThis as unknown as { errors: unknown[] }).errors.length === 2);
      await host.page.evaluate(() => document.body.append(Object.assign(document.createElement('pt-greeting'), { id: 'late' })));
      await host.page.waitForFunction(() => (globalThis as unknown as { errors: unknown[] }).errors.length === 3);

      const message = expect.stringMatching(/^pintag: http:.*\/main\.js failed: TypeError: Failed to fetch/) as string;
      const detail = { code: 'PT_LOAD_FAILED', feature: 'greeting', version: '1.0.0', url: src, message };
      expect(await host.page.evaluate(() => (globalThis as unknown as { errors: unknown[] }).errors)).toEqual(
        ['a', 'b', 'late'].map((id) => [id, detail]),
      );
      expect(await host.page.textContent('#a')).toBe('reading…');
      expect(await host.page.isVisible('#a')).toBe(true);
      expect(await host.defined()).toBe(false);
      expect(host.said.join()).not.toContain('uncaught');
    },
  );

  test('a changed file stops the features that need it, and no other', async () => {
    await using host = await openHostPage(browser);
    const shared = await host.publish('1.0.0', { runtime });
    const alone = await host.publish('1.0.0', { feature: 'farewell', word: 'bye' });
    host.tamper('angular.js');
    await host.open(`<script>addEventListener('pintag-error', ({ target }) => { document.title = target.localName; });</script>
      <script src="${shared.src}"></script><script src="${alone.src}"></script><pt-greeting></pt-greeting><pt-farewell></pt-farewell>`);
    await host.shows('bye 1.0.0', 'pt-farewell');
    await host.page.waitForFunction(() => document.title === 'pt-greeting');
    expect(await host.defined()).toBe(false);
  });
});

describe('a lazy chunk', () => {
  test('is preloaded with its integrity, and all that it needs with it, just before it is imported', async () => {
    await using host = await openHostPage(browser);
    const { src, path } = await host.publish('1.0.0', { runtime });
    await host.open(`<script src="${src}"></script><pt-greeting></pt-greeting>`);
    await host.shows('hello 1.0.0 on angular 22.1.7');
    expect(host.asked().sort()).toEqual(['angular.js', 'chunk-WORD.js', 'element-ENTRY.js', 'main.js']);
    const before = (await preloads(host)).length;

    expect(await more(host)).toBe('more, deeper, forms of angular 22.1.7');
    const manifest = manifestAt(host, path);
    expect((await preloads(host)).slice(before)).toEqual(
      ['chunk-LAZY.js', 'chunk-DEEP.js', `../../runtime/${runtime.name}/forms.js`].map((file) => [
        new URL(file, src).href,
        manifest.files.find((one) => one.path === file)!.integrity,
      ]),
    );
    expect(host.asked().slice(4).sort()).toEqual(['chunk-DEEP.js', 'chunk-LAZY.js', 'forms.js']);

    await more(host);
    expect(await preloads(host)).toHaveLength(before + 3);
    expect(host.said).toEqual([]);
  });

  test.each(['chunk-LAZY.js', 'chunk-DEEP.js', 'forms.js'].flatMap((file) => caching.map((cached) => ({ file, ...cached }))))(
    'needs a changed $file, sent $sent: refused when it is asked for, and the element lives on',
    async ({ file, headers }) => {
      await using host = await openHostPage(browser);
      const { src } = await host.publish('1.0.0', { runtime });
      host.tamper(file, headers);
      await host.open(`<script src="${src}"></script><pt-greeting></pt-greeting>`);
      await host.shows('hello 1.0.0 on angular 22.1.7');
      await expect(more(host)).rejects.toThrow('Failed to fetch');
      await host.shows('hello 1.0.0 on angular 22.1.7');
    },
  );
});

describe('a fetch that failed', () => {
  test.each(['element-ENTRY.js', 'chunk-WORD.js', 'angular.js'])('once is tried again, at the same address (%s)', async (file) => {
    await using host = await openHostPage(browser);
    const { src } = await host.publish('1.0.0', { runtime });
    // The preload and the first import share one request; a retry makes another.
    host.cdn.intercept = (path, nth) => (path.endsWith(`/${file}`) && nth === 1 ? { status: 503, body: '' } : undefined);
    await host.open(`<script src="${src}"></script><pt-greeting></pt-greeting>`);
    await host.shows('hello 1.0.0 on angular 22.1.7');
    expect(host.asked().filter((name) => name === file)).toHaveLength(2);
    expect(host.cdn.requests.every((path) => host.cdn.files.has(path))).toBe(true);
  });

  test('twice is told, and asked for no third time', async () => {
    await using host = await openHostPage(browser);
    const { src } = await host.publish('1.0.0');
    host.cdn.intercept = (path) => (path.endsWith('/element-ENTRY.js') ? { status: 503, body: '' } : undefined);
    await host.open(`<script>addEventListener('pintag-error', ({ detail }) => { document.title = detail.code; });</script>
      <script src="${src}"></script><pt-greeting>reading…</pt-greeting>`);
    await host.page.waitForFunction(() => document.title === 'PT_LOAD_FAILED');
    await host.page.evaluate(() => document.body.append(document.createElement('pt-greeting')));
    expect(host.asked().filter((name) => name === 'element-ENTRY.js')).toHaveLength(2);
    expect(await host.page.textContent('pt-greeting')).toBe('reading…');
  });

  test('once is tried again for a lazy chunk too', async () => {
    await using host = await openHostPage(browser);
    const { src } = await host.publish('1.0.0');
    host.cdn.intercept = (path, nth) => (path.endsWith('/chunk-LAZY.js') && nth === 1 ? { status: 503, body: '' } : undefined);
    await host.open(`<script src="${src}"></script><pt-greeting></pt-greeting>`);
    await host.shows('hello 1.0.0');
    expect(await more(host)).toBe('more');
  });
});

test('an element that cannot be defined is a failure like any other', async () => {
  await using host = await openHostPage(browser);
  const { src } = await host.publish('1.0.0');
  await host.open(`<script>addEventListener('pintag-error', ({ detail }) => { document.title = detail.message; });
      customElements.define = () => { throw new Error('no more elements'); };</script>
    <script src="${src}"></script><pt-greeting>reading…</pt-greeting>`);
  await host.page.waitForFunction(() => document.title.endsWith('failed: Error: no more elements'));
  expect(await host.page.textContent('pt-greeting')).toBe('reading…');
});

test('the import maps on the page are those that tools print a hash of', async () => {
  await using host = await openHostPage(browser);
  const [one, two] = [await host.publish('1.0.0', { runtime }), await host.publish('2.0.0', { feature: 'farewell' })];
  await host.open(
    `<script src="${one.src}" load="eager"></script><script src="${two.src}" load="eager"></script><pt-greeting></pt-greeting><pt-farewell></pt-farewell>`,
  );
  await host.shows('hello 1.0.0 on angular 22.1.7');
  await host.shows('hello 2.0.0', 'pt-farewell');
  const texts = [one, two].flatMap(({ path }) => integrityMapTexts(manifestAt(host, path), `${host.cdn.origin}${path}/`));
  expect(texts).toHaveLength(1 + 2 + 1);
  expect(await host.page.evaluate(() => [...document.querySelectorAll('script[type=importmap]')].map((map) => map.textContent))).toEqual(
    texts,
  );
});

const manifestAt = ({ cdn }: HostPage, path: string) =>
  JSON.parse(Buffer.from(cdn.files.get(`${path}/manifest.json`)!.body).toString()) as Manifest;
const more = ({ page }: HostPage) =>
  page.evaluate(() => (document.querySelector('pt-greeting') as unknown as { more(): Promise<string> }).more());
const preloads = ({ page }: HostPage) =>
  page.evaluate(() =>
    [...document.querySelectorAll<HTMLLinkElement>('link[rel=modulepreload][crossorigin]')].map(({ href, integrity }) => [href, integrity]),
  );
