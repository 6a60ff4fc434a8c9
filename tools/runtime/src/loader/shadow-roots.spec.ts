import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchChromium } from '../testing/chromium.ts';
import { openHostPage } from '../testing/host-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium(process.env);
});
afterAll(() => browser.close());

const attach = `const box = document.querySelector('#box');
  const attach = (host, html = '') => { const root = host.attachShadow({ mode: 'open' }); root.innerHTML = html; return root; };`;
const places = [
  { where: 'in an open one that exists', before: `attach(box, '<p><pt-greeting></pt-greeting></p>')` },
  { where: 'in one inside another that exist', before: `attach(attach(box, '<p></p>').firstChild, '<pt-greeting></pt-greeting>')` },
  { where: 'put later into one that exists', before: `root = attach(box)`, after: `root.append(document.createElement('pt-greeting'))` },
  { where: 'in one that is attached later', after: `attach(box, '<p><pt-greeting></pt-greeting></p>')` },
  {
    where: 'put still later into one that is attached later',
    after: `root = attach(box)`,
    then: `root.innerHTML = '<pt-greeting></pt-greeting>'`,
  },
  { where: 'in one inside another, both later', after: `attach(attach(box, '<p></p>').firstChild, '<pt-greeting></pt-greeting>')` },
  {
    where: 'in one that was attached outside the document, which then comes in',
    before: `outside = document.createElement('div'); attach(outside, '<pt-greeting></pt-greeting>')`,
    after: `box.append(outside)`,
  },
  {
    where: 'in a closed one that is attached later',
    after: `box.attachShadow({ mode: 'closed' }).innerHTML = '<pt-greeting></pt-greeting>'`,
  },
  {
    where: 'in one declared by setHTMLUnsafe()',
    after: `box.setHTMLUnsafe('<p><template shadowrootmode="open"><pt-greeting></pt-greeting></template></p>')`,
  },
  {
    where: 'in one that a custom element attaches to itself',
    before: `customElements.define('x-card', class extends HTMLElement {
      constructor() { super(); this.attachShadow({ mode: 'open' }).innerHTML = '<pt-greeting></pt-greeting>'; }
    })`,
    after: `box.append(document.createElement('x-card'))`,
  },
];

describe('the element is found', () => {
  test.each(places)('$where', async ({ before = '', after = '', then = '' }) => {
    await using host = await openHostPage(browser);
    const { src } = await host.publish('1.0.0');
    await host.open(`</head><body><div id="box"></div><script>${attach} ${before}</script><script src="${src}"></script>`);
    await host.page.evaluate(`${attach} ${after}`);
    await host.page.evaluate(then);
    await host.page.waitForFunction(() => customElements.get('pt-greeting'));
    expect(host.said).toEqual([]);
  });

  test.each(['', 'async', 'type="module"'])('in one that the markup declares (%s)', async (attributes) => {
    await using host = await openHostPage(browser);
    const { src } = await host.publish('1.0.0');
    const card = '<x-card><template shadowrootmode="open"><pt-greeting></pt-greeting></template></x-card>';
    await host.open(`<script src="${src}" ${attributes}></script></head><body>${card}`);
    await host.page.waitForFunction(() => document.querySelector('x-card')!.shadowRoot!.querySelector('pt-greeting')!.shadowRoot);
  });

  test('load="visible" waits for the one in a shadow root too', async () => {
    await using host = await openHostPage(browser);
    const { src } = await host.publish('1.0.0');
    await host.open(`<script src="${src}" load="visible"></script><div style="height: 5000px"></div><div id="box"></div>`);
    await host.page.evaluate(`${attach} attach(box, '<pt-greeting>here</pt-greeting>')`);
    await host.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    expect(host.asked()).toEqual(['main.js']);
    await host.page.evaluate(() => document.querySelector('#box')!.scrollIntoView());
    await host.page.waitForFunction(() => customElements.get('pt-greeting'));
  });
});

test('an element in a shadow root, and one that comes later, are told that loading failed', async () => {
  await using host = await openHostPage(browser);
  const { src } = await host.publish('1.0.0');
  host.tamper('element-ENTRY.js');
  await host.open(`<script src="${src}"></script><script>heard = []; addEventListener('pintag-error', (event) => heard.push(event.composedPath()[0].id));</script>
    </head><body><div id="box"></div><div id="other"></div><script>${attach} attach(box, '<pt-greeting id="inside">reading…</pt-greeting>');</script>
    <pt-greeting id="outside">reading…</pt-greeting>`);
  const heard = (count: number) =>
    host.page.waitForFunction((wanted) => (globalThis as unknown as { heard: string[] }).heard.length === wanted, count);
  await heard(2);
  await host.page.evaluate(`${attach} attach(document.querySelector('#other'), '<pt-greeting id="late">reading…</pt-greeting>')`);
  await heard(3);
  // Moved, it is told no second time.
  await host.page.evaluate(() => document.body.prepend(document.querySelector('#outside')!, document.querySelector('#other')!));
  await host.page.evaluate(() => document.body.append(Object.assign(document.createElement('pt-greeting'), { id: 'last' })));
  await heard(4);
  expect(await host.page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)).toEqual(
    expect.arrayContaining(['inside', 'outside', 'late', 'last']),
  );
});

describe('attachShadow stays what it was', () => {
  /** What a page can find out about the method, as text. */
  const findings = `(() => {
    const method = Element.prototype.attachShadow;
    const { value, ...flags } = Object.getOwnPropertyDescriptor(Element.prototype, 'attachShadow');
    const thrown = (use) => { try { use(); return 'nothing'; } catch (error) { return error.name + ': ' + error.message; } };
    const element = () => document.createElement('div');
    class Card extends HTMLElement {
      attachShadow(init) { return super.attachShadow({ ...init, delegatesFocus: true }); }
    }
    const name = 'x-card-' + Math.random().toString(36).slice(2);
    customElements.define(name, Card);
    const open = element();
    const opened = open.attachShadow({ mode: 'open', slotAssignment: 'manual' });
    const closed = element();
    const hidden = closed.attachShadow({ mode: 'closed' });
    return {
      flags, name: method.name, length: method.length, own: Object.getOwnPropertyNames(method).sort(), tag: Object.prototype.toString.call(method),
      text: String(method).replace(/\\s+/g, ' '), prototype: Object.getPrototypeOf(method) === Function.prototype,
      constructed: thrown(() => new method({ mode: 'open' })).split(':')[0],
      opened: [opened === open.shadowRoot, opened instanceof ShadowRoot, opened.mode, opened.slotAssignment],
      closed: [closed.shadowRoot, hidden.mode, hidden.host === closed],
      borrowed: method.call(element(), { mode: 'open' }) instanceof ShadowRoot,
      subclass: document.createElement(name).attachShadow({ mode: 'open' }).delegatesFocus,
      twice: thrown(() => open.attachShadow({ mode: 'open' })),
      noInit: thrown(() => element().attachShadow()),
      noMode: thrown(() => element().attachShadow({ mode: 'ajar' })),
      notAllowed: thrown(() => document.createElement('input').attachShadow({ mode: 'open' })),
      notAnElement: thrown(() => method.call({}, { mode: 'open' })),
    };
  })()`;

  test('to all that a page can ask of it, but for its source text', async () => {
    await using host = await openHostPage(browser);
    const { src } = await host.publish('1.0.0');
    await host.open('');
    const before = (await host.page.evaluate(findings)) as { text: string };
    expect(before.text).toBe('function attachShadow() { [native code] }');
    await host.open(`<script src="${src}"></script>`);
    expect(await host.page.evaluate(findings)).toEqual({ ...before, text: 'function () { [native code] }' });
  });

  test('wrapped once, however many loaders there are, and what the page wraps around it keeps working', async () => {
    await using host = await openHostPage(browser);
    const [one, two] = [await host.publish('1.0.0'), await host.publish('1.0.0', { feature: 'farewell', word: 'bye' })];
    await host.open(`<script src="${one.src}"></script><script>
        first = Element.prototype.attachShadow;
        calls = 0;
        Element.prototype.attachShadow = function (...init) { calls++; return first.apply(this, init); };
        wrapped = Element.prototype.attachShadow;
      </script><script src="${two.src}"></script></head><body><div id="box"></div>`);
    expect(await host.page.evaluate('wrapped === Element.prototype.attachShadow')).toBe(true);
    await host.page.evaluate(`${attach} attach(box, '<pt-greeting></pt-greeting><pt-farewell></pt-farewell>')`);
    await host.page.waitForFunction(() => customElements.get('pt-greeting') && customElements.get('pt-farewell'));
    expect(await host.page.evaluate('calls')).toBe(3);
  });

  test('a loader that has loaded its element looks no further', async () => {
    await using host = await openHostPage(browser);
    const { src } = await host.publish('1.0.0');
    await host.open(`<script src="${src}"></script><pt-greeting></pt-greeting>`);
    await host.shows('hello 1.0.0');
    expect(await host.page.evaluate('pintag.attached.size')).toBe(0);
  });
});
