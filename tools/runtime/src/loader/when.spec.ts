import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../testing/chromium.ts';
import { openHostPage, type HostPage } from '../testing/host-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium(process.env);
});
afterAll(() => browser.close());

test.each(['', 'async', 'defer', 'type="module"', 'load="visible"'])(
  'nothing but the loader is asked for before the page has the element (%s)',
  async (attributes) => {
    await using host = await openHostPage(browser);
    const { src } = await host.publish('1.0.0');
    await host.open(`<script src="${src}" ${attributes}></script><p></p>`);
    await host.page.waitForFunction(() => document.readyState === 'complete' && 'pintag' in globalThis);
    await host.page.evaluate(() => document.body.append(document.createElement('pt-other'), 'text', new Comment('pt-greeting')));
    await twoFrames(host.page);
    expect(host.asked()).toEqual(['main.js']);
    expect(await host.page.evaluate(() => document.querySelectorAll('script[type=importmap], link[rel=modulepreload]').length)).toBe(0);

    await host.page.evaluate(() => document.querySelector('p')!.append(document.createElement('pt-greeting')));
    await host.shows('hello 1.0.0');
  },
);

test('load="eager" does not wait for an element', async () => {
  await using host = await openHostPage(browser);
  const { src } = await host.publish('1.0.0');
  await host.open(`<script src="${src}" load="eager"></script>`);
  await host.page.waitForFunction(() => customElements.get('pt-greeting'));
});

test('load="visible" waits until an element is near the viewport', async () => {
  await using host = await openHostPage(browser);
  const { src } = await host.publish('1.0.0');
  await host.open(
    `<script src="${src}" load="visible"></script><div style="height: 5000px"></div><pt-greeting></pt-greeting><div style="height: 5000px"></div>`,
  );
  await twoFrames(host.page);
  expect(host.asked()).toEqual(['main.js']);
  await host.page.evaluate(() => document.querySelector('pt-greeting')!.scrollIntoView());
  await host.shows('hello 1.0.0');
});

test("the page's own import map, further down in its head, comes first and stays in force", async () => {
  await using host = await openHostPage(browser);
  const { src } = await host.publish('1.0.0');
  host.host.files.set('/app.js', { body: 'export const name = "app";', headers: { 'content-type': 'text/javascript' } });
  await host.open(`<script src="${src}" load="eager"></script>
    <script type="importmap">{"imports": {"app": "/app.js"}}</script>
    <script type="module">import { name } from 'app'; document.title = name;</script></head><body><pt-greeting></pt-greeting>`);
  await host.shows('hello 1.0.0');
  await host.page.waitForFunction(() => document.title === 'app');
  const order = await host.page.evaluate(() =>
    [...document.querySelectorAll('script[type=importmap]')].map(({ textContent }) => Object.keys(JSON.parse(textContent!) as object)[0]),
  );
  expect(order).toEqual(['imports', 'integrity']);
});

/** A page that a slow script keeps from being parsed to its end; answers what lets it go on. */
async function openSlowly(host: HostPage, html: string): Promise<() => Promise<void>> {
  const slow = Promise.withResolvers<void>();
  await host.page.route('**/slow.js', async (route) => {
    await slow.promise;
    await route.fulfill({ contentType: 'text/javascript', body: '' });
  });
  const opened = host.open(html);
  return async () => {
    slow.resolve();
    await opened;
  };
}

test('before the document is parsed nothing is loaded, since its import map may still come', async () => {
  await using host = await openHostPage(browser);
  const { src } = await host.publish('1.0.0');
  const goOn = await openSlowly(host, `<script src="${src}"></script><pt-greeting id="one"></pt-greeting><script src="/slow.js"></script>`);
  await host.page.waitForSelector('#one', { state: 'attached' });
  await host.page.waitForFunction(() => 'pintag' in globalThis);
  await twoFrames(host.page);
  expect(host.asked()).toEqual(['main.js']);
  await goOn();
  await host.shows('hello 1.0.0');
});

test('a document that has its import map is not waited for', async () => {
  await using host = await openHostPage(browser);
  const { src } = await host.publish('1.0.0');
  const goOn = await openSlowly(
    host,
    `<script type="importmap">{"imports": {}}</script><script src="${src}"></script><pt-greeting></pt-greeting><script src="/slow.js"></script>`,
  );
  await host.shows('hello 1.0.0');
  expect(await host.page.evaluate(() => document.readyState)).toBe('loading');
  await goOn();
});

test('markup that the page makes something else of once it is parsed asks for nothing', async () => {
  await using host = await openHostPage(browser);
  const { src } = await host.publish('1.0.0');
  const compile = `addEventListener('DOMContentLoaded', () => document.querySelector('pt-greeting').remove(), true)`;
  await host.open(`<script>document.${compile}</script><script src="${src}"></script><pt-greeting></pt-greeting>`);
  await host.page.waitForLoadState('load');
  await twoFrames(host.page);
  expect(host.asked()).toEqual(['main.js']);
});

/** An intersection is reported with the first. */
const twoFrames = (page: HostPage['page']) =>
  page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
