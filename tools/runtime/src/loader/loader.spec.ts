import { integrityOf } from '@pintag/cdn';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { linkElement } from '../link/link-element.ts';
import { exampleBundle, type BundleOptions } from '../testing/bundles.ts';
import { launchChromium } from '../testing/chromium.ts';
import { startSite, type Site } from '../testing/site.ts';

let browser: Browser;
let cdn: Site;
let host: Site;
let page: Page;
/** Console lines of warning and error. */
let said: string[];

beforeAll(async () => {
  browser = await launchChromium(process.env);
});
afterAll(() => browser.close());

beforeEach(async () => {
  [cdn, host] = await Promise.all([startSite(), startSite()]);
  page = await browser.newPage();
  said = [];
  page.on('console', (line) => ['warning', 'error'].includes(line.type()) && said.push(line.text()));
  page.on('pageerror', (error) => said.push(`uncaught ${error.message}`));
});
afterEach(async () => {
  await page.close();
  await Promise.all([cdn[Symbol.asyncDispose](), host[Symbol.asyncDispose]()]);
});

const immutable = { 'cache-control': 'public, max-age=31536000, immutable' };

/** Puts a version on the CDN; answers its folder and the integrity of its main.js. */
async function publish(version: string, options: BundleOptions = {}): Promise<{ path: string; src: string; integrity: string }> {
  const feature = options.feature ?? 'greeting';
  const path = `/elements/v${version}/${feature}`;
  const files = await linkElement(exampleBundle(options), { feature, version });
  for (const { path: file, body, contentType } of files)
    cdn.files.set(`${path}/${file}`, { body, headers: { 'content-type': contentType, ...immutable } });
  return { path, src: `${cdn.origin}${path}/main.js`, integrity: integrityOf(files.find((file) => file.path === 'main.js')!.body) };
}

async function open(html: string, headers: Record<string, string> = {}): Promise<void> {
  host.files.set('/', {
    body: `<!doctype html><html><head><meta charset="utf-8"><link rel="icon" href="data:,">${html}`,
    headers: { 'content-type': 'text/html', ...headers },
  });
  await page.goto(host.origin);
}

const shows = (text: string, tag = 'pt-greeting') =>
  page.waitForFunction(([name, expected]) => document.querySelector(name!)?.shadowRoot?.textContent === expected, [tag, text]);
const defined = (tag = 'pt-greeting') => page.evaluate((name) => customElements.get(name) !== undefined, tag);
const scriptsAsked = () => cdn.requests.filter((path) => path.endsWith('.js')).map((path) => path.split('/').at(-1));

describe('one tag', () => {
  test.each([
    { kind: 'classic', attributes: '' },
    { kind: 'classic, at once', attributes: 'async' },
    { kind: 'module', attributes: 'type="module"' },
    { kind: 'module, at once', attributes: 'type="module" async' },
  ])('a $kind script shows its element and asks for each file once', async ({ attributes }) => {
    const { src, integrity } = await publish('1.0.0');
    await open(`<script src="${src}" integrity="${integrity}" crossorigin="anonymous" ${attributes}></script><pt-greeting></pt-greeting>`);
    await shows('hello 1.0.0');
    expect(scriptsAsked().sort()).toEqual(['chunk-WORD.js', 'element-ENTRY.js', 'main.js']);
    expect(said).toEqual([]);
  });

  test('tells the element what it is and where it came from', async () => {
    const { src } = await publish('1.0.0');
    await open(`<script src="${src}?from=test#x"></script><pt-greeting></pt-greeting>`);
    await shows('hello 1.0.0');
    const context = await page.evaluate(() => (document.querySelector('pt-greeting') as unknown as { context: object }).context);
    expect(context).toEqual({ feature: 'greeting', version: '1.0.0', url: src, nonce: '' });
  });

  test('through a channel, everything comes from the exact version', async () => {
    const { path, src } = await publish('1.0.0');
    cdn.files.set('/elements/stable/greeting/main.js', { status: 307, body: '', headers: { location: `${path}/main.js` } });
    await open(`<script src="${cdn.origin}/elements/stable/greeting/main.js"></script><pt-greeting></pt-greeting>`);
    await shows('hello 1.0.0');
    expect(await page.evaluate(() => (globalThis as unknown as { pintag: { claims: object } }).pintag.claims)).toEqual({
      'pt-greeting': { feature: 'greeting', version: '1.0.0', url: src },
    });
  });

  test('a script whose element is gone finds itself by what the page has fetched', async () => {
    const { src } = await publish('1.0.0');
    await open(`<pt-greeting></pt-greeting><script>
      fetch('${src}').then((answer) => answer.text()).then((text) => {
        const script = document.createElement('script');
        script.text = text;
        document.head.append(script);
        script.remove();
      });
    </script>`);
    await shows('hello 1.0.0');
  });

  test('an element of the page with the id "pintag" does no harm', async () => {
    const { src } = await publish('1.0.0');
    await open(`<div id="pintag"></div><script src="${src}"></script><pt-greeting></pt-greeting>`);
    await shows('hello 1.0.0');
  });
});

describe('when it loads', () => {
  test('nothing but the loader before the page has the element, then the element', async () => {
    const { src } = await publish('1.0.0');
    await open(`<script src="${src}"></script><p></p>`);
    expect(scriptsAsked()).toEqual(['main.js']);
    await page.evaluate(() => document.querySelector('p')!.append(document.createElement('pt-greeting')));
    await shows('hello 1.0.0');
  });

  test('load="eager" does not wait for an element', async () => {
    const { src } = await publish('1.0.0');
    await open(`<script src="${src}" load="eager"></script>`);
    await page.waitForFunction(() => customElements.get('pt-greeting'));
  });

  test('load="visible" waits until the element is near the viewport', async () => {
    const { src } = await publish('1.0.0');
    await open(
      `<script src="${src}" load="visible"></script><div style="height: 5000px"></div><pt-greeting></pt-greeting><div style="height: 5000px"></div>`,
    );
    // Two frames: an intersection is reported with the first.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    expect(scriptsAsked()).toEqual(['main.js']);
    await page.evaluate(() => document.querySelector('pt-greeting')!.scrollIntoView());
    await shows('hello 1.0.0');
  });

  test("the page's own import map, further down in its head, comes first and stays in force", async () => {
    const { src } = await publish('1.0.0');
    host.files.set('/app.js', { body: 'export const name = "app";', headers: { 'content-type': 'text/javascript' } });
    await open(`<script src="${src}" load="eager"></script>
      <script type="importmap">{"imports": {"app": "/app.js"}}</script>
      <script type="module">import { name } from 'app'; document.title = name;</script></head><body><pt-greeting></pt-greeting>`);
    await shows('hello 1.0.0');
    await page.waitForFunction(() => document.title === 'app');
    const order = await page.evaluate(() =>
      [...document.querySelectorAll('script[type=importmap]')].map(({ textContent }) => Object.keys(JSON.parse(textContent!) as object)[0]),
    );
    expect(order).toEqual(['imports', 'integrity']);
  });
});

describe('integrity', () => {
  const tampered = (file: string, headers: Record<string, string>) => {
    cdn.intercept = (path) => {
      const original = cdn.files.get(path);
      return path.endsWith(`/${file}`) && original
        ? { body: `${Buffer.from(original.body).toString()}\n;`, headers: { 'content-type': 'text/javascript', ...headers } }
        : undefined;
    };
  };

  test("a changed main.js is refused by the tag's integrity", async () => {
    const { src, integrity } = await publish('1.0.0');
    tampered('main.js', immutable);
    await open(`<script src="${src}" integrity="${integrity}" crossorigin="anonymous"></script><pt-greeting>reading…</pt-greeting>`);
    expect(await defined()).toBe(false);
    expect(scriptsAsked()).toEqual(['main.js']);
    expect(said.join()).toContain('integrity');
  });

  test('a tag that carries the integrity of two versions accepts either and refuses a third', async () => {
    const [one, two, three] = [await publish('1.0.0'), await publish('1.1.0'), await publish('1.2.0')];
    const tag = (src: string) =>
      `<script src="${src}" integrity="${two.integrity} ${one.integrity}" crossorigin="anonymous"></script><pt-greeting></pt-greeting>`;
    await open(tag(two.src));
    await shows('hello 1.1.0');
    await open(tag(one.src));
    await shows('hello 1.0.0');
    await open(tag(three.src));
    expect(await defined()).toBe(false);
  });

  const files = ['element-ENTRY.js', 'chunk-WORD.js'];
  const caching = [
    { sent: 'immutable', headers: immutable },
    { sent: 'without cache headers', headers: {} },
  ];
  test.each(files.flatMap((file) => caching.map((cached) => ({ file, ...cached }))))(
    'a changed $file, sent $sent, is refused: the page keeps what it put into the element and is told',
    async ({ file, headers }) => {
      const { src, integrity } = await publish('1.0.0');
      tampered(file, headers);
      await open(`<script>
          errors = [];
          addEventListener('pintag-error', ({ target, detail }) => errors.push([target.id, detail.code, detail.url, detail.version]));
        </script>
        <script src="${src}" integrity="${integrity}" crossorigin="anonymous"></script>
        <pt-greeting id="a">reading…</pt-greeting><pt-greeting id="b"></pt-greeting>`);
      await page.waitForFunction(() => (globalThis as unknown as { errors: unknown[] }).errors.length === 2);
      await page.evaluate(() => document.body.append(Object.assign(document.createElement('pt-greeting'), { id: 'late' })));
      await page.waitForFunction(() => (globalThis as unknown as { errors: unknown[] }).errors.length === 3);

      expect(await page.evaluate(() => (globalThis as unknown as { errors: unknown[] }).errors)).toEqual(
        ['a', 'b', 'late'].map((id) => [id, 'PT_LOAD_FAILED', src, '1.0.0']),
      );
      expect(await page.textContent('#a')).toBe('reading…');
      expect(await defined()).toBe(false);
      expect(said.join()).not.toContain('uncaught');
    },
  );

  test.each(caching)('a changed lazy chunk, sent $sent, is refused when it is asked for', async ({ headers }) => {
    const { src } = await publish('1.0.0');
    tampered('chunk-LAZY.js', headers);
    await open(`<script src="${src}"></script><pt-greeting></pt-greeting>`);
    await shows('hello 1.0.0');
    const more = page.evaluate(() => (document.querySelector('pt-greeting') as unknown as { more(): Promise<string> }).more());
    await expect(more).rejects.toThrow('Failed to fetch');
  });

  test('a fetch that failed once is tried again', async () => {
    const { src } = await publish('1.0.0');
    // The preload and the first import share one request; a retry makes another.
    cdn.intercept = (path, nth) => (path.endsWith('/element-ENTRY.js') && nth === 1 ? { status: 503, body: '' } : undefined);
    await open(`<script src="${src}"></script><pt-greeting></pt-greeting>`);
    await shows('hello 1.0.0');
  });
});

describe('several on one page', () => {
  test('a tag that the page has defined itself stays its own, and one warning says so', async () => {
    const { src } = await publish('1.0.0');
    await open(
      `<script>customElements.define('pt-greeting', class extends HTMLElement {});</script><script src="${src}"></script><pt-greeting></pt-greeting>`,
    );
    expect(scriptsAsked()).toEqual(['main.js']);
    expect(said).toEqual([`pintag: ${src} leaves <pt-greeting> to other code`]);
  });

  test("a tag that the page defines while it loads stays the page's", async () => {
    const { src } = await publish('1.0.0');
    await open(
      `<script src="${src}"></script><pt-greeting></pt-greeting><script>customElements.define('pt-greeting', class extends HTMLElement { own = true });</script>`,
    );
    await expect.poll(() => said).toEqual([`pintag: ${src} leaves <pt-greeting> to other code`]);
  });

  test.each(['', 'type="module"'])(
    'of two versions the first keeps the tag and the second warns with both addresses (%s)',
    async (attributes) => {
      const [one, two] = [await publish('1.0.0'), await publish('1.1.0')];
      await open(
        `<script src="${one.src}" ${attributes}></script><script src="${two.src}" ${attributes}></script><pt-greeting></pt-greeting>`,
      );
      await shows('hello 1.0.0');
      expect(said).toEqual([`pintag: ${two.src} leaves <pt-greeting> to ${one.src}`]);
      expect(cdn.requests.filter((path) => path.startsWith(two.path))).toEqual([`${two.path}/main.js`]);
    },
  );

  test.each(['', 'type="module"'])('the same loader twice is one loader (%s)', async (attributes) => {
    const { src } = await publish('1.0.0');
    await open(`<script src="${src}" ${attributes}></script><script src="${src}" ${attributes}></script><pt-greeting></pt-greeting>`);
    await shows('hello 1.0.0');
    expect(
      scriptsAsked()
        .filter((file) => file !== 'main.js')
        .sort(),
    ).toEqual(['chunk-WORD.js', 'element-ENTRY.js']);
    expect(said).toEqual([]);
  });

  test.each(['', 'type="module"'])('?tag= puts a version beside another, and one version under two names (%s)', async (attributes) => {
    const [one, two] = [await publish('1.0.0'), await publish('1.1.0')];
    await open(`<script src="${one.src}" ${attributes}></script>
      <script src="${two.src}?tag=pt-greeting-next" ${attributes}></script>
      <script src="${two.src}?tag=pt-greeting-b" ${attributes}></script>
      <pt-greeting></pt-greeting><pt-greeting-next></pt-greeting-next><pt-greeting-b></pt-greeting-b>`);
    await shows('hello 1.0.0');
    await shows('hello 1.1.0', 'pt-greeting-next');
    await shows('hello 1.1.0', 'pt-greeting-b');
    expect(said).toEqual([]);
  });

  test('two features of different versions live side by side', async () => {
    const [one, two] = [await publish('1.0.0'), await publish('2.0.0', { feature: 'farewell', word: 'bye' })];
    await open(
      `<script src="${one.src}"></script><script src="${two.src}"></script><pt-greeting></pt-greeting><pt-farewell></pt-farewell>`,
    );
    await shows('hello 1.0.0');
    await shows('bye 2.0.0', 'pt-farewell');
    expect(said).toEqual([]);
  });
});

describe('content security', () => {
  test.each([
    { policy: 'a nonce', csp: "script-src 'nonce-abc'" },
    { policy: "a nonce and 'strict-dynamic'", csp: "script-src 'nonce-abc' 'strict-dynamic'" },
    { policy: 'Trusted Types', csp: "script-src 'nonce-abc' 'strict-dynamic'; require-trusted-types-for 'script'; trusted-types pintag" },
  ])('$policy: two features load without a violation', async ({ csp }) => {
    const [one, two] = [await publish('1.0.0'), await publish('2.0.0', { feature: 'farewell', word: 'bye' })];
    await open(
      `<script nonce="abc" src="${one.src}"></script><script nonce="abc" src="${two.src}"></script><pt-greeting></pt-greeting><pt-farewell></pt-farewell>`,
      { 'content-security-policy': csp },
    );
    await shows('hello 1.0.0');
    await shows('bye 2.0.0', 'pt-farewell');
    expect(said).toEqual([]);
  });
});
