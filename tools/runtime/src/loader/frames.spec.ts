import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exampleRuntime } from '../testing/bundles.ts';
import { launchChromium } from '../testing/chromium.ts';
import { htmlOf, openHostPage } from '../testing/host-page.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium(process.env);
});
afterAll(() => browser.close());

const kinds = ['', 'type="module"'];
const runtime = exampleRuntime();

test.each(kinds)('works on a page opened from a file (%s)', async (attributes) => {
  await using host = await openHostPage(browser);
  const { src, integrity } = await host.publish('1.0.0', { runtime });
  const folder = await mkdtemp(join(tmpdir(), 'pintag-'));
  try {
    const file = join(folder, 'page.html');
    const tag = `<script src="${src}" integrity="${integrity}" crossorigin="anonymous" ${attributes}></script>`;
    await writeFile(file, htmlOf(`${tag}<pt-greeting></pt-greeting>`));
    await host.page.goto(pathToFileURL(file).href);
    await host.shows('hello 1.0.0 on angular 22.1.7');
    expect(host.said).toEqual([]);
  } finally {
    await rm(folder, { recursive: true });
  }
});

test.each(kinds)('works in a sandboxed frame, which has no origin and no storage (%s)', async (attributes) => {
  await using host = await openHostPage(browser);
  const { src, integrity } = await host.publish('1.0.0', { runtime });
  const tag = `<script src="${src}" integrity="${integrity}" crossorigin="anonymous" ${attributes}></script>`;
  host.host.files.set('/frame', { body: htmlOf(`${tag}<pt-greeting></pt-greeting>`), headers: { 'content-type': 'text/html' } });
  await host.open(`</head><body><iframe sandbox="allow-scripts" src="/frame"></iframe>`);
  const frame = host.page.frames()[1]!;
  await frame.waitForFunction(() => document.querySelector('pt-greeting')?.shadowRoot?.textContent === 'hello 1.0.0 on angular 22.1.7');
  expect(await frame.evaluate(() => origin)).toBe('null');
  expect(host.said).toEqual([]);
});
