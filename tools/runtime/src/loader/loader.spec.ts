import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../testing/chromium.ts';
import { openHostPage } from '../testing/host-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium(process.env);
});
afterAll(() => browser.close());

const kinds = ['', 'async', 'defer', 'type="module"', 'type="module" async'];
const places = [
  { place: 'in the head', html: (tag: string) => `${tag}</head><body><pt-greeting></pt-greeting>` },
  { place: 'in the body, before the element', html: (tag: string) => `</head><body>${tag}<pt-greeting></pt-greeting>` },
  { place: 'in the body, after the element', html: (tag: string) => `</head><body><pt-greeting></pt-greeting>${tag}` },
];

describe('a tag in the markup', () => {
  test.each(kinds.flatMap((attributes) => places.map(({ place, html }) => ({ attributes, place, html }))))(
    '<script $attributes> $place shows its element and asks for each file once',
    async ({ attributes, html }) => {
      await using host = await openHostPage(browser);
      const { src, integrity } = await host.publish('1.0.0');
      await host.open(html(`<script src="${src}" integrity="${integrity}" crossorigin="anonymous" ${attributes}></script>`));
      await host.shows('hello 1.0.0');
      expect(host.asked().sort()).toEqual(['chunk-WORD.js', 'element-ENTRY.js', 'main.js']);
      expect(host.said).toEqual([]);
    },
  );

  test('tells the element what it is and where it came from', async () => {
    await using host = await openHostPage(browser);
    const { src } = await host.publish('1.0.0');
    await host.open(`<script src="${src}?from=test#x"></script><pt-greeting></pt-greeting>`);
    await host.shows('hello 1.0.0');
    const context = await host.page.evaluate(() => (document.querySelector('pt-greeting') as unknown as { context: object }).context);
    expect(context).toEqual({ feature: 'greeting', version: '1.0.0', url: src, nonce: '' });
  });

  test.each([
    { where: 'before', html: (tag: string) => `<base href="https://elsewhere.example/deep/">${tag}` },
    { where: 'after', html: (tag: string) => `${tag}<base href="https://elsewhere.example/deep/">` },
  ])('a <base href> $where it changes nothing', async ({ html }) => {
    await using host = await openHostPage(browser);
    const { src } = await host.publish('1.0.0');
    await host.open(`${html(`<script src="${src}"></script>`)}</head><body><pt-greeting></pt-greeting>`);
    await host.shows('hello 1.0.0');
    expect(await more(host)).toBe('more');
    expect(host.said).toEqual([]);
  });

  test("a script whose address mentions a loader's is not taken for it", async () => {
    await using host = await openHostPage(browser);
    const { src, path } = await host.publish('1.0.0');
    host.host.files.set('/count.js', { body: '', headers: { 'content-type': 'text/javascript' } });
    await host.open(`<script src="/count.js?of=${path}/main.js" load="eager"></script>
      <script src="/count.js#${path}/main.js" load="eager"></script><script type="module" src="${src}"></script><pt-greeting></pt-greeting>`);
    await host.shows('hello 1.0.0');
    expect(await claims(host)).toEqual({ 'pt-greeting': { feature: 'greeting', version: '1.0.0', url: src } });
  });

  test('an element of the page with the id "pintag" does no harm', async () => {
    await using host = await openHostPage(browser);
    const { src } = await host.publish('1.0.0');
    await host.open(`<div id="pintag"></div><script src="${src}"></script><pt-greeting></pt-greeting>`);
    await host.shows('hello 1.0.0');
  });
});

describe('a tag that comes later', () => {
  test.each(['', 'type="module"'])('inserted by script (%s), and removed again once it has run', async (attributes) => {
    await using host = await openHostPage(browser);
    const { src } = await host.publish('1.0.0');
    await host.open('<p></p>');
    await host.page.evaluate(
      ([url, type]) =>
        new Promise((done) => {
          const script = Object.assign(document.createElement('script'), { src: url, type, onload: done });
          document.body.append(script);
          script.addEventListener('load', () => script.remove());
        }),
      [src, attributes ? 'module' : ''],
    );
    expect(host.asked()).toEqual(['main.js']);
    await host.page.evaluate(() => document.querySelector('p')!.append(document.createElement('pt-greeting')));
    await host.shows('hello 1.0.0');
  });

  test.each([{ type: '' }, { type: 'module' }])(
    'removed before it has run (type "$type"), it keeps its name and what else its tag says',
    async ({ type }) => {
      await using host = await openHostPage(browser);
      const { src } = await host.publish('1.0.0');
      await host.open('<pt-a></pt-a><pt-b></pt-b>');
      await host.page.evaluate(
        ([url, kind]) => {
          for (const tag of ['pt-a', 'pt-b']) {
            const script = Object.assign(document.createElement('script'), { src: `${url!}?tag=${tag}`, type: kind });
            document.head.append(script);
            script.remove();
          }
        },
        [src, type],
      );
      await host.shows('hello 1.0.0', 'pt-a');
      await host.shows('hello 1.0.0', 'pt-b');
      expect(host.said).toEqual([]);
    },
  );

  test('a script whose element is gone finds itself by what the page has fetched', async () => {
    await using host = await openHostPage(browser);
    const { src } = await host.publish('1.0.0');
    await host.open(`<pt-greeting></pt-greeting><script>
      fetch('${src}').then((answer) => answer.text()).then((text) => {
        const script = document.createElement('script');
        script.text = text;
        document.head.append(script);
        script.remove();
      });
    </script>`);
    await host.shows('hello 1.0.0');
  });

  const byJQuery = [
    { by: 'append(), classic', code: (src: string) => `$('body').append('<pt-greeting></pt-greeting><script src="${src}"><\\/script>')` },
    {
      by: 'append(), module',
      code: (src: string) => `$('body').append('<pt-greeting></pt-greeting><script type="module" src="${src}"><\\/script>')`,
    },
    {
      by: 'html(), and empty() afterwards',
      code: (src: string) => `$('#box').html('<script src="${src}"><\\/script>').empty().append('<pt-greeting>')`,
    },
    { by: 'getScript()', code: (src: string) => `$.getScript('${src}'); $('body').append('<pt-greeting>')` },
    {
      by: 'an element',
      code: (src: string) => `$('<script>', { src: '${src}' }).appendTo('head').remove(); $('body').append('<pt-greeting>')`,
    },
  ];
  test.each(byJQuery.flatMap((way) => (['host', 'cdn'] as const).map((on) => ({ ...way, on }))))(
    'inserted by jQuery: $by, on a page of the $on',
    async ({ code, on }) => {
      await using host = await openHostPage(browser);
      const { src } = await host.publish('1.0.0');
      host[on].files.set('/jquery.js', { body: await jQuery(), headers: { 'content-type': 'text/javascript' } });
      await host.open(`<script src="/jquery.js"></script></head><body><div id="box"></div><script>${code(src)}</script>`, { on });
      await host.shows('hello 1.0.0');
      expect(await claims(host)).toEqual({ 'pt-greeting': { feature: 'greeting', version: '1.0.0', url: src } });
      expect(host.said).toEqual([]);
    },
  );
});

describe('through a channel', () => {
  const channel = (host: HostPage, name: string, { path }: { path: string }) => {
    const at = `/elements/${name}/greeting/main.js`;
    host.cdn.files.set(at, { status: 307, body: '', headers: { location: `${path}/main.js` } });
    return `${host.cdn.origin}${at}`;
  };

  test.each(kinds)('everything comes from the exact version (%s)', async (attributes) => {
    await using host = await openHostPage(browser);
    const version = await host.publish('1.0.0');
    await host.open(`<script src="${channel(host, 'stable', version)}" ${attributes}></script><pt-greeting></pt-greeting>`);
    await host.shows('hello 1.0.0');
    expect(await more(host)).toBe('more');
    expect(await claims(host)).toEqual({ 'pt-greeting': { feature: 'greeting', version: '1.0.0', url: version.src } });
    expect(host.cdn.requests.filter((path) => path.startsWith('/elements/stable/'))).toEqual(['/elements/stable/greeting/main.js']);
  });

  test.each(['', 'type="module"'])('two channels of one feature under two tags (%s)', async (attributes) => {
    await using host = await openHostPage(browser);
    const stable = channel(host, 'stable', await host.publish('1.0.0'));
    const next = channel(host, 'next', await host.publish('2.0.0-next.1'));
    await host.open(`<script src="${stable}" ${attributes}></script><script src="${next}?tag=pt-greeting-next" ${attributes}></script>
      <pt-greeting></pt-greeting><pt-greeting-next></pt-greeting-next>`);
    await host.shows('hello 1.0.0');
    await host.shows('hello 2.0.0-next.1', 'pt-greeting-next');
    expect(host.said).toEqual([]);
  });
});

type HostPage = Awaited<ReturnType<typeof openHostPage>>;

const jQuery = () => readFile(createRequire(import.meta.url).resolve('jquery'));
const claims = ({ page }: HostPage) =>
  page.evaluate(() => (globalThis as unknown as { pintag: { claims: Record<string, object> } }).pintag.claims);
const more = ({ page }: HostPage) =>
  page.evaluate(() => (document.querySelector('pt-greeting') as unknown as { more(): Promise<string> }).more());
