import { createHash } from 'node:crypto';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { integrityMapTexts } from '../link/loader-table.ts';
import type { Manifest } from '../link/manifest.ts';
import { exampleRuntime } from '../testing/bundles.ts';
import { launchChromium } from '../testing/chromium.ts';
import { openHostPage, type HostPage, type PublishedVersion } from '../testing/host-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium(process.env);
});
afterAll(() => browser.close());

const runtime = exampleRuntime();
const sha256 = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

interface Page {
  readonly host: HostPage;
  readonly versions: readonly PublishedVersion[];
}

/** Of what the loaders write into the page. */
const maps = ({ host, versions }: Page) =>
  versions
    .flatMap(({ path }) => {
      const manifest = JSON.parse(Buffer.from(host.cdn.files.get(`${path}/manifest.json`)!.body).toString()) as Manifest;
      return integrityMapTexts(manifest, `${host.cdn.origin}${path}/`).map(sha256);
    })
    .join(' ');
const mains = ({ versions }: Page) => versions.map(({ integrity }) => `'${integrity}'`).join(' ');

const policies: { policy: string; scripts: (page: Page) => string; nonce?: string; rest?: string }[] = [
  { policy: 'a nonce', scripts: () => "'nonce-abc'", nonce: 'abc' },
  { policy: "a nonce and 'strict-dynamic'", scripts: () => "'nonce-abc' 'strict-dynamic'", nonce: 'abc' },
  { policy: 'the hosts, and the maps by hash', scripts: (page) => `${page.host.cdn.origin} ${maps(page)}` },
  { policy: 'the hosts and a nonce', scripts: ({ host }) => `${host.cdn.origin} 'nonce-abc'`, nonce: 'abc' },
  { policy: "loaders and maps by hash, 'strict-dynamic'", scripts: (page) => `${mains(page)} ${maps(page)} 'strict-dynamic'` },
  {
    policy: 'Trusted Types',
    scripts: () => "'nonce-abc' 'strict-dynamic'",
    nonce: 'abc',
    rest: "; require-trusted-types-for 'script'; trusted-types pintag",
  },
  {
    policy: 'the hosts, the maps by hash and Trusted Types',
    scripts: (page) => `${page.host.cdn.origin} ${maps(page)}`,
    rest: "; require-trusted-types-for 'script'; trusted-types pintag",
  },
];
const kinds = ['', 'type="module"'];

test.each(policies.flatMap((policy) => kinds.map((kind) => ({ ...policy, kind }))))(
  "$policy, and style-src 'self': two features on one runtime load without a violation ($kind)",
  async ({ scripts, nonce, rest = '', kind }) => {
    await using host = await openHostPage(browser);
    const versions = [
      await host.publish('1.0.0', { runtime }),
      await host.publish('2.0.0', { runtime, feature: 'farewell', word: 'bye', sheet: true }),
    ];
    const csp = `default-src 'none'; img-src data:; style-src 'self'; script-src ${scripts({ host, versions })}${rest}`;
    const tag = ({ src, integrity }: PublishedVersion) =>
      `<script src="${src}" integrity="${integrity}" crossorigin="anonymous" ${kind} ${nonce ? `nonce="${nonce}"` : ''}></script>`;
    await host.open(`${versions.map(tag).join('')}<pt-greeting></pt-greeting><pt-farewell></pt-farewell>`, {
      headers: { 'content-security-policy': csp },
    });
    await host.shows('hello 1.0.0 on angular 22.1.7');
    await host.shows('bye 2.0.0 on angular 22.1.7', 'pt-farewell');
    const more = (name: string) =>
      host.page.evaluate((element) => (document.querySelector(element) as unknown as { more(): Promise<string> }).more(), name);
    expect(await more('pt-greeting')).toBe('more, deeper, forms of angular 22.1.7');
    expect(await more('pt-farewell')).toBe('more, deeper, forms of angular 22.1.7');
    expect(await host.page.evaluate(() => getComputedStyle(document.querySelector('pt-farewell')!).color)).toBe('rgb(1, 2, 3)');
    expect(host.said).toEqual([]);
  },
);

test('the policy named pintag passes import maps of integrity and nothing else', async () => {
  await using host = await openHostPage(browser);
  const { src } = await host.publish('1.0.0');
  await host.open(`<script nonce="abc" src="${src}"></script><pt-greeting></pt-greeting>`, {
    headers: { 'content-security-policy': "script-src 'nonce-abc'; require-trusted-types-for 'script'; trusted-types pintag" },
  });
  await host.shows('hello 1.0.0');
  const passed = (text: string) => host.page.evaluate((any) => String(window.pintag!.policy!.createScript(any)), text);
  const map = '{"integrity":{"https://cdn.example.com/a.js":"sha384-a"}}';
  expect(await passed(map)).toBe(map);
  for (const other of [
    'alert(1)',
    '{"imports":{"a":"b"}}',
    `${map};alert(1)`,
    '{"integrity":{}},"imports":{"a":"b"}}',
    '{"integrity":{"a":{}}}',
  ])
    expect(await passed(other)).toBe('false');
});

test('a policy that allows the hosts but not the maps is reported, and the element still loads', async () => {
  await using host = await openHostPage(browser);
  const { src } = await host.publish('1.0.0');
  await host.open(`<script src="${src}"></script><pt-greeting></pt-greeting>`, {
    headers: { 'content-security-policy': `script-src ${host.cdn.origin}` },
  });
  await host.shows('hello 1.0.0');
  expect(host.said.join()).toMatch(/inline script.*Content Security Policy/);
});

test('a list of policies without ours: no element is loaded without its map, and each is told once', async () => {
  await using host = await openHostPage(browser);
  const [one, two] = [await host.publish('1.0.0', { runtime }), await host.publish('2.0.0', { runtime, feature: 'farewell' })];
  await host.open(
    `<script nonce="abc">told = []; addEventListener('pintag-error', ({ detail }) => told.push(detail.message));</script>
    <script nonce="abc" src="${one.src}"></script><script nonce="abc" src="${two.src}"></script>
    <pt-greeting>reading…</pt-greeting><pt-farewell></pt-farewell>`,
    { headers: { 'content-security-policy': "script-src 'nonce-abc'; require-trusted-types-for 'script'; trusted-types other" } },
  );
  await host.page.waitForFunction(() => document.readyState === 'complete');
  const refused = (src: string) => expect.stringMatching(new RegExp(`^pintag: ${src} failed: .*TrustedScript`)) as string;
  expect(await host.page.evaluate('told')).toEqual([refused(one.src), refused(two.src)]);
  expect(await host.page.textContent('pt-greeting')).toBe('reading…');
  expect(host.asked().filter((file) => /^(element|chunk)/.test(file))).toEqual([]);
});
