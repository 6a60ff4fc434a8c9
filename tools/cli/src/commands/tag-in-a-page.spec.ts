import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import type { Browser, Page } from 'playwright-core';
import { launchChromium, type Site, startSite } from '@pintag/runtime/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { type PublishedSite, startPublishedSite } from '../testing/published-site.ts';
import { runCommand } from '../testing/run-command.ts';

let browser: Browser;
let host: Site;
let cdn: PublishedSite;
beforeAll(async () => {
  [browser, host, cdn] = await Promise.all([launchChromium(process.env), startSite(), startPublishedSite()]);
  await cdn.publish({ feature: 'calendar', version: '0.9.0', word: 'old' });
  await cdn.publish({ feature: 'calendar', version: '1.0.0', layers: { static: ['angular.js'] } });
  await cdn.publish({ feature: 'questionnaire', version: '2.0.0', layers: { static: ['angular.js', 'forms.js'] } });
});
afterAll(async () => {
  await browser.close();
  await host[Symbol.asyncDispose]();
  await cdn[Symbol.asyncDispose]();
});

const printed = async (...argv: string[]) => (await runCommand(['tag', ...argv, '--edge', cdn.origin], { cwd: '/' })).stdout;

/** What a page listens for. */
const listening = `failures = []; addEventListener('pintag-error', ({ detail }) => failures.push(detail.url));
violations = []; addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) => violations.push([violatedDirective, blockedURI, sample].join(' ')));`;

const hashOf = (text: string) => `sha256-${createHash('sha256').update(text).digest('base64')}`;

interface Visit {
  readonly page: Page;
  /** Paths that the CDN was asked for. */
  readonly requests: () => readonly string[];
  readonly violations: () => Promise<readonly string[]>;
}

async function visit({ head, body, policy }: { readonly head: string; readonly body: string; readonly policy?: string }): Promise<Visit> {
  host.files.set('/', {
    body: `<!doctype html><html><head><script src="/watch.js"></script>${head}</head><body>${body}</body></html>`,
    headers: { 'content-type': 'text/html', ...(policy && { 'content-security-policy': policy }) },
  });
  host.files.set('/watch.js', { body: listening, headers: { 'content-type': 'text/javascript' } });
  const before = cdn.requests.length;
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.goto(host.origin, { waitUntil: 'load' });
  return {
    page,
    requests: () => cdn.requests.slice(before),
    violations: () => page.evaluate('violations'),
  };
}

/** Milliseconds: the machine may have other things to do. */
const patience = { timeout: 20_000 };

/** Asked from outside: a page's policy lets nothing be evaluated in it. */
const shows = (page: Page, element: string, text: string) =>
  expect.poll(() => page.evaluate((name) => document.querySelector(name)?.shadowRoot?.textContent, element), patience).toBe(text);

const both = '<pt-calendar></pt-calendar><pt-questionnaire></pt-questionnaire>';

test('with the lines before the tags, every file is still fetched once, and the runtime runs once', async () => {
  const { page, requests } = await visit({ head: await printed('calendar@1.0.0', 'questionnaire@2.0.0', '--preload'), body: both });
  await shows(page, 'pt-calendar', 'calendar 1.0.0!');
  await shows(page, 'pt-questionnaire', 'questionnaire 2.0.0?!');
  expect(requests().toSorted()).toEqual(
    [
      `/elements/runtime/${cdn.runtime}/angular.js`,
      `/elements/runtime/${cdn.runtime}/forms.js`,
      ...['main.js', 'element-ENTRY.js', 'chunk-WORD.js'].flatMap((file) => [
        `/elements/v1.0.0/calendar/${file}`,
        `/elements/v2.0.0/questionnaire/${file}`,
      ]),
    ].toSorted(),
  );
  expect(await page.evaluate('runtimes')).toBe(1);
});

test('without caching, too: the lines ask in the same mode as the loader', async () => {
  cdn.intercept = (path) => {
    const file = cdn.files.get(path);
    return file && { ...file, headers: { ...file.headers, 'cache-control': 'no-store' } };
  };
  onTestFinished(() => void delete cdn.intercept);
  const { page, requests } = await visit({ head: await printed('calendar@1.0.0', '--preload'), body: both });
  await shows(page, 'pt-calendar', 'calendar 1.0.0!');
  expect(requests()).toHaveLength(4);
  expect(new Set(requests()).size).toBe(4);
});

const strict = (policy: string) =>
  `default-src 'none'; ${policy.trimEnd().replaceAll('\n', '; ').replace('script-src', `script-src ${host.origin}/watch.js`)}; style-src 'self'; require-trusted-types-for 'script'`;

test('under the printed policy alone, both features work and nothing is reported', async () => {
  const policy = strict(await printed('calendar@1.0.0', 'questionnaire@2.0.0', '--csp'));
  const { page, violations } = await visit({
    policy,
    head: await printed('calendar@1.0.0', 'questionnaire@2.0.0', '--preload'),
    body: both,
  });
  await shows(page, 'pt-calendar', 'calendar 1.0.0!');
  await shows(page, 'pt-questionnaire', 'questionnaire 2.0.0?!');
  expect(await violations()).toEqual([]);
});

test("with 'strict-dynamic', the hashes of the tag's integrity are enough", async () => {
  const head = await printed('calendar@1.0.0', '--preload');
  const hashes = /<script src="[^"]+" integrity="(?<hashes>[^"]+)"/.exec(head)!.groups!['hashes']!.split(' ');
  const policy = `script-src 'strict-dynamic' ${[...hashes, hashOf(listening)].map((hash) => `'${hash}'`).join(' ')}`;
  const { page, violations } = await visit({ policy, head: `<script>${listening}</script>${head}`, body: both });
  await shows(page, 'pt-calendar', 'calendar 1.0.0!');
  expect((await violations()).filter((violation) => !violation.includes('/watch.js'))).toEqual([]);
});

test('under the printed policy the first loader that ever was works as well', async () => {
  const kept = new URL('../../../runtime/src/loader/fixtures/first-loader/', import.meta.url);
  const names = (await readdir(kept)).filter((name) => name !== 'README.md');
  const files = await Promise.all(names.map(async (path) => ({ path, body: await readFile(new URL(path, kept)) })));
  cdn.list({ feature: 'greeting', version: '1.0.0' }, files);
  const policy = strict(await printed('greeting', '--csp'));
  const { page, violations, requests } = await visit({
    policy,
    head: await printed('greeting', '--preload'),
    body: '<pt-greeting></pt-greeting>',
  });
  await shows(page, 'pt-greeting', 'hello 1.0.0');
  expect(await violations()).toEqual([]);
  expect(requests()).toHaveLength(3);
});

test('under the printed policy a page is rolled back by editing the URL, to a version that brings its own Angular', async () => {
  const policy = strict(await printed('calendar@1.0.0', '--csp'));
  const head = (await printed('calendar@1.0.0')).replace('/v1.0.0/', '/v0.9.0/');
  const { page, violations } = await visit({ policy, head, body: both });
  await shows(page, 'pt-calendar', 'old 0.9.0');
  expect(await violations()).toEqual([]);
});

test('under the printed policy a changed file is refused, wherever it is from', async () => {
  cdn.intercept = (path) => {
    const file = cdn.files.get(path);
    return file && path.endsWith('/angular.js')
      ? { body: `${String(file.body)} // changed`, headers: { 'content-type': 'text/javascript' } }
      : undefined;
  };
  onTestFinished(() => void delete cdn.intercept);
  const policy = strict(await printed('calendar@1.0.0', '--csp'));
  const { page } = await visit({ policy, head: await printed('calendar@1.0.0'), body: both });
  await expect.poll(() => page.evaluate('failures'), patience).toEqual([`${cdn.origin}/elements/v1.0.0/calendar/main.js`]);
  expect(await page.evaluate('globalThis.runtimes')).toBeUndefined();
});

test('a policy that another feature was printed for refuses this one, and the page says so', async () => {
  const policy = strict(await printed('questionnaire@2.0.0', '--csp'));
  const { violations, page } = await visit({ policy, head: await printed('calendar@1.0.0'), body: both });
  await expect.poll(violations, patience).toContainEqual(expect.stringContaining('/v1.0.0/calendar/main.js'));
  expect(await page.evaluate(`customElements.get('pt-calendar')`)).toBeUndefined();
});
