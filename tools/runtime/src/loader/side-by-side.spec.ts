import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exampleRuntime } from '../testing/bundles.ts';
import { launchChromium } from '../testing/chromium.ts';
import { openHostPage, type HostPage, type PublishedVersion } from '../testing/host-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium(process.env);
});
afterAll(() => browser.close());

const kinds = ['', 'type="module"'];
const tags = (sources: readonly string[], attributes = '') => sources.map((src) => `<script src="${src}" ${attributes}></script>`).join('');
const elements = (...names: string[]) => names.map((name) => `<${name}></${name}>`).join('');

describe('one tag', () => {
  test.each(['before', 'after'])('that the page itself defines %s the loader runs stays its own, and one warning says so', async (when) => {
    await using host = await openHostPage(browser);
    const { src } = await host.publish('1.0.0');
    const own = `<script>customElements.define('pt-greeting', class extends HTMLElement { own = true });</script>`;
    await host.open((when === 'before' ? own + tags([src]) : tags([src]) + own) + elements('pt-greeting'));
    // The element chunk's part: a loader cannot know what is defined while it loads.
    await expect.poll(() => host.said).toEqual([`${src} leaves pt-greeting`]);
    expect(await host.page.evaluate(() => 'own' in document.querySelector('pt-greeting')!)).toBe(true);
  });

  test.each(kinds)('of two versions the first keeps it and the second warns with both addresses (%s)', async (attributes) => {
    await using host = await openHostPage(browser);
    const [one, two] = [await host.publish('1.0.0'), await host.publish('1.1.0')];
    await host.open(tags([one.src, two.src], attributes) + elements('pt-greeting'));
    await host.shows('hello 1.0.0');
    expect(host.said).toEqual([`pintag: ${two.src} leaves <pt-greeting> to ${one.src}`]);
    expect(host.cdn.requests.filter((path) => path.startsWith(two.path))).toEqual([`${two.path}/main.js`]);
  });

  test.each(kinds)('named by two tags of one version is loaded once (%s)', async (attributes) => {
    await using host = await openHostPage(browser);
    const { src } = await host.publish('1.0.0');
    await host.open(tags([src, src], attributes) + elements('pt-greeting'));
    await host.shows('hello 1.0.0');
    expect(
      host
        .asked()
        .filter((file) => file !== 'main.js')
        .sort(),
    ).toEqual(['chunk-WORD.js', 'element-ENTRY.js']);
    expect(host.said).toEqual([]);
  });
});

describe('?tag=', () => {
  test.each(kinds)('puts a version beside another, and one version under two names (%s)', async (attributes) => {
    await using host = await openHostPage(browser);
    const [one, two] = [await host.publish('1.0.0'), await host.publish('1.1.0')];
    await host.open(
      tags([one.src, `${two.src}?tag=pt-greeting-next`, `${two.src}?tag=pt-greeting-b`], attributes) +
        elements('pt-greeting', 'pt-greeting-next', 'pt-greeting-b'),
    );
    await host.shows('hello 1.0.0');
    await host.shows('hello 1.1.0', 'pt-greeting-next');
    await host.shows('hello 1.1.0', 'pt-greeting-b');
    expect(host.said).toEqual([]);
  });

  test.each(kinds)('holds for its own script where several of one version differ in it (%s)', async (attributes) => {
    await using host = await openHostPage(browser);
    const { src } = await host.publish('1.0.0');
    const both = `<script src="${src}?tag=pt-a" ${attributes} load="eager"></script><script src="${src}?tag=pt-b" ${attributes}></script>`;
    await host.open(both + elements('pt-greeting'));
    await host.page.waitForFunction(() => customElements.get('pt-a'));
    expect(await host.defined('pt-b')).toBe(false);
    expect(await host.defined('pt-greeting')).toBe(false);
  });
});

describe('a shared runtime', () => {
  const runtime = exampleRuntime();
  const older = exampleRuntime({ version: '22.1.6', digest: 'fedcba9876543210' });
  const angulars = ({ page }: HostPage) => page.evaluate(() => (globalThis as unknown as { angulars: number }).angulars);

  test.each(kinds)('is asked for once and runs once, whatever the number of features, and nothing is said (%s)', async (attributes) => {
    await using host = await openHostPage(browser);
    const versions = [
      await host.publish('1.0.0', { runtime }),
      await host.publish('2.0.0', { runtime, feature: 'farewell', word: 'bye' }),
      await host.publish('3.0.0', { runtime, feature: 'thanks', word: 'thanks' }),
    ];
    await host.open(
      tags(
        versions.map(({ src }) => src),
        attributes,
      ) + elements('pt-greeting', 'pt-farewell', 'pt-thanks'),
    );
    await host.shows('hello 1.0.0 on angular 22.1.7');
    await host.shows('bye 2.0.0 on angular 22.1.7', 'pt-farewell');
    await host.shows('thanks 3.0.0 on angular 22.1.7', 'pt-thanks');
    expect(await angulars(host)).toBe(1);
    expect([...host.cdn.requests].sort()).toEqual([...new Set(host.cdn.requests)].sort());
    expect(host.said).toEqual([]);
  });

  test('lives beside an older one and beside a feature that brings everything itself', async () => {
    await using host = await openHostPage(browser);
    const versions = [
      await host.publish('1.0.0', { runtime: older }),
      await host.publish('2.0.0', { runtime, feature: 'farewell', word: 'bye' }),
      await host.publish('3.0.0', { feature: 'thanks', word: 'thanks' }),
    ];
    await host.open(tags(versions.map(({ src }) => src)) + elements('pt-greeting', 'pt-farewell', 'pt-thanks'));
    await host.shows('hello 1.0.0 on angular 22.1.6');
    await host.shows('bye 2.0.0 on angular 22.1.7', 'pt-farewell');
    await host.shows('thanks 3.0.0', 'pt-thanks');
    expect(await angulars(host)).toBe(2);
    expect(host.said).toEqual([]);
  });

  test('two versions of one feature under two tags, each on its own runtime', async () => {
    await using host = await openHostPage(browser);
    const [one, two] = [await host.publish('1.0.0', { runtime: older }), await host.publish('2.0.0', { runtime })];
    await host.open(tags([one.src, `${two.src}?tag=pt-greeting-next`]) + elements('pt-greeting', 'pt-greeting-next'));
    await host.shows('hello 1.0.0 on angular 22.1.6');
    await host.shows('hello 2.0.0 on angular 22.1.7', 'pt-greeting-next');
    expect(host.said).toEqual([]);
  });

  test('comes with the loader that needs it when the page is left by one and entered by another', async () => {
    await using host = await openHostPage(browser);
    const [one, two] = [
      await host.publish('1.0.0', { runtime }),
      await host.publish('2.0.0', { runtime, feature: 'farewell', word: 'bye' }),
    ];
    await host.open(tags([one.src]) + elements('pt-greeting'));
    await host.shows('hello 1.0.0 on angular 22.1.7');
    await host.open(tags([two.src]) + elements('pt-farewell'));
    await host.shows('bye 2.0.0 on angular 22.1.7', 'pt-farewell');
    expect(host.asked().filter((file) => file === 'angular.js')).toHaveLength(1);
  });
});

describe('the first loader that ever was, beside the newest', () => {
  const folder = join(import.meta.dirname, 'fixtures/first-loader');
  const runtime = exampleRuntime();

  /** Under `feature: greeting, version: 1.0.0`, as it was linked. */
  async function first(host: HostPage): Promise<PublishedVersion> {
    const names = (await readdir(folder)).filter((name) => name !== 'README.md');
    return host.serve(
      '/elements/v1.0.0/greeting',
      await Promise.all(names.map(async (path) => ({ path, body: await readFile(join(folder, path)) }))),
    );
  }

  const orders = [
    { order: 'first, then newest', sorted: (old: string, newest: string) => [old, newest] },
    { order: 'newest, then first', sorted: (old: string, newest: string) => [newest, old] },
  ];
  const cases = orders.flatMap((order) => kinds.map((attributes) => ({ ...order, attributes })));

  test('is still the very text', async () => {
    await using host = await openHostPage(browser);
    expect((await first(host)).integrity).toBe('sha384-A8GU+LW/gziLB2d7tAQFb81B1k7e7kmTG8mh6Q7iafRrjwaSLgHzJn5h/qKWb93G');
  });

  test.each(cases)('two features ($order, $attributes)', async ({ sorted, attributes }) => {
    await using host = await openHostPage(browser);
    const [old, newest] = [await first(host), await host.publish('2.0.0', { feature: 'farewell', word: 'bye', runtime })];
    await host.open(tags(sorted(old.src, newest.src), attributes) + elements('pt-greeting', 'pt-farewell'));
    await host.shows('hello 1.0.0');
    await host.shows('bye 2.0.0 on angular 22.1.7', 'pt-farewell');
    expect(host.said).toEqual([]);
  });

  test.each(cases)('one feature twice, under two tags ($order, $attributes)', async ({ sorted, attributes }) => {
    await using host = await openHostPage(browser);
    const [old, newest] = [await first(host), await host.publish('2.0.0', { runtime })];
    await host.open(tags(sorted(old.src, `${newest.src}?tag=pt-greeting-next`), attributes) + elements('pt-greeting', 'pt-greeting-next'));
    await host.shows('hello 1.0.0');
    await host.shows('hello 2.0.0 on angular 22.1.7', 'pt-greeting-next');
    expect(host.said).toEqual([]);
  });

  test.each(cases)('one feature twice, under one tag: the first on the page wins ($order, $attributes)', async ({ sorted, attributes }) => {
    await using host = await openHostPage(browser);
    const [old, newest] = [await first(host), await host.publish('2.0.0')];
    const [winner, loser] = sorted(old.src, newest.src);
    await host.open(tags([winner!, loser!], attributes) + elements('pt-greeting'));
    await host.shows(winner === old.src ? 'hello 1.0.0' : 'hello 2.0.0');
    expect(host.said).toEqual([`pintag: ${loser!} leaves <pt-greeting> to ${winner!}`]);
  });

  test.each(cases)('two features that want the same tag ($order, $attributes)', async ({ sorted, attributes }) => {
    await using host = await openHostPage(browser);
    const [old, newest] = [await first(host), await host.publish('2.0.0', { feature: 'farewell', word: 'bye' })];
    const asked = sorted(old.src, `${newest.src}?tag=pt-greeting`);
    await host.open(tags(asked, attributes) + elements('pt-greeting'));
    await host.shows(asked[0] === old.src ? 'hello 1.0.0' : 'bye 2.0.0');
    expect(host.said).toHaveLength(1);
  });

  test.each(orders)('under a nonce and Trusted Types, and lazy chunks of both ($order)', async ({ sorted }) => {
    await using host = await openHostPage(browser);
    const [old, newest] = [await first(host), await host.publish('2.0.0', { feature: 'farewell', word: 'bye', runtime })];
    await host.open(tags(sorted(old.src, newest.src), 'nonce="abc"') + elements('pt-greeting', 'pt-farewell'), {
      headers: {
        'content-security-policy': "script-src 'nonce-abc' 'strict-dynamic'; require-trusted-types-for 'script'; trusted-types pintag",
      },
    });
    await host.shows('hello 1.0.0');
    await host.shows('bye 2.0.0 on angular 22.1.7', 'pt-farewell');
    const more = (tag: string) =>
      host.page.evaluate((name) => (document.querySelector(name) as unknown as { more(): Promise<string> }).more(), tag);
    expect(await more('pt-greeting')).toBe('more');
    expect(await more('pt-farewell')).toBe('more, deeper, forms of angular 22.1.7');
    expect(host.said).toEqual([]);
  });

  test.each(orders)('the newest finds its element in shadow roots ($order)', async ({ sorted }) => {
    await using host = await openHostPage(browser);
    const [old, newest] = [await first(host), await host.publish('2.0.0', { feature: 'farewell', word: 'bye' })];
    await host.open(`${tags(sorted(old.src, newest.src))}</head><body><div></div>${elements('pt-greeting')}`);
    await host.page.evaluate(() => {
      document.querySelector('div')!.attachShadow({ mode: 'open' }).innerHTML = '<pt-farewell></pt-farewell>';
    });
    await host.page.waitForFunction(() => customElements.get('pt-farewell'));
    await host.shows('hello 1.0.0');
  });
});
