import { afterAll, beforeAll, expect, test } from 'vitest';
import { selfSigned } from '../site/self-signed.ts';
import { serveCdn, serveHost, type Cdn, type Host } from '../site/serve-site.ts';
import { type BenchBrowser, openBrowser } from './open-browser.ts';

const line = { bitsPerSecond: 1_600_000, roundTrip: 100, cpuSlowdown: 1 };
const script = '/elements/v1.0.0/hello/main.js';
const element = (show: string) => `customElements.define('pt-hello', class extends HTMLElement {
  connectedCallback() { this.attachShadow({ mode: 'open' }); ${show} }
});`;

let cdn: Cdn;
let host: Host;
let browser: BenchBrowser;
beforeAll(async () => {
  const certificate = selfSigned(new Date());
  cdn = await serveCdn(certificate);
  host = await serveHost(certificate, new Map());
  browser = await openBrowser({ env: process.env, fingerprint: certificate.fingerprint });
});
afterAll(async () => {
  await browser?.[Symbol.asyncDispose]();
  await host?.[Symbol.asyncDispose]();
  await cdn?.[Symbol.asyncDispose]();
});

function publish(path: string, text: string): string {
  cdn.files.set(script, { body: Buffer.from(text) });
  const page = `<link rel="icon" href="data:,"><script type="module" src="${cdn.origin}${script}"></script><pt-hello></pt-hello>`;
  host.pages.set(path, page);
  return `${host.origin}${path}`;
}

test('an element counts from when it shows what it is there for, over the slow line', async () => {
  const url = publish('/late', element(`setTimeout(() => { this.shadowRoot.innerHTML = '<p>hello</p>'; }, 200)`));
  await using visitor = await browser.newVisitor(line);
  const { firstVisible, lastVisible } = await visitor.visit(url, { 'pt-hello': 'p' });
  // The page, its script, the wait.
  expect(firstVisible).toBeGreaterThan(400);
  expect(lastVisible).toBe(firstVisible);
});

test('long tasks before that are counted', async () => {
  const url = publish(
    '/busy',
    element(`const end = Date.now() + 120; while (Date.now() < end); this.shadowRoot.innerHTML = '<p>hello</p>';`),
  );
  await using visitor = await browser.newVisitor(line);
  expect((await visitor.visit(url, { 'pt-hello': 'p' })).longTasks).toBeGreaterThanOrEqual(119);
});

test('who has been there before asks the CDN for nothing, somebody else for all', async () => {
  const url = publish('/again', element(`this.shadowRoot.innerHTML = '<p>hello</p>';`));
  await using visitor = await browser.newVisitor(line);
  await visitor.visit(url, { 'pt-hello': 'p' });
  cdn.requests.length = 0;
  await visitor.visit(url, { 'pt-hello': 'p' });
  expect(cdn.requests).toEqual([]);
  await using other = await browser.newVisitor(line);
  await other.visit(url, { 'pt-hello': 'p' });
  expect(cdn.requests).toEqual([script]);
});

test('a page that complains is no figure', async () => {
  const url = publish('/warns', `${element(`this.shadowRoot.innerHTML = '<p>hello</p>';`)} console.warn('something is off');`);
  await using visitor = await browser.newVisitor(line);
  await expect(visitor.visit(url, { 'pt-hello': 'p' })).rejects.toThrow(/complains: something is off/);
});
