import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type {} from '@mocks/browser';
import { serveFiles, type FileServer } from './serve-files.ts';
import { launchChromium, readElement } from './stage.ts';

const root = join(import.meta.dirname, '../..');
const require = createRequire(import.meta.url);

let browser: Browser;
let server: FileServer;

/** A development page: the worker first, then the element. Workers need a real origin, so this one is served. */
beforeAll(async () => {
  server = await serveFiles({
    '/': { type: 'text/html', body: page },
    '/page.js': { type: 'text/javascript', body: await bundlePage() },
    '/mockServiceWorker.js': { type: 'text/javascript', body: await readFile(require.resolve('msw/mockServiceWorker.js')) },
    ...(await readElement()),
  });
  browser = await launchChromium();
});

afterAll(async () => {
  await browser.close();
  server.close();
});

test('the first request of the element is mocked, on the first visit and on each reload', async () => {
  const { page, said } = await visit('/');
  await page.getByLabel('Year 8').waitFor();
  await page.reload();
  await page.getByLabel('Year 8').waitFor();
  expect(said.filter((line) => /404|warning/i.test(line))).toEqual([]);
  await page.context().close();
});

test('the address chooses the scenarios, and a mistake in it is said', async () => {
  const { page, said } = await visit('/?mocks=survey:empty,lunch:late');
  await page.getByText('No questions yet').waitFor();
  expect(said.join('\n')).toContain('No mocked API is called "lunch"');
  await page.context().close();
});

test('a scenario changes without a reload, is kept for the next visit, and can be shared', async () => {
  const { page } = await visit('/');
  await page.getByLabel('Year 8').waitFor();
  const link = await page.evaluate(async () => {
    const changed = new Promise((resolve) => window.addEventListener('mocks:changed', resolve, { once: true }));
    window.__mocks?.set('survey', 'error');
    await changed;
    return window.__mocks?.link();
  });
  expect(new URL(link!).searchParams.get('mocks')).toBe('survey:error');

  await page.reload();
  await page.getByText('The survey could not be loaded').waitFor();
  await page.evaluate(() => window.__mocks?.reset());
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByLabel('Year 8').waitFor();
  await page.context().close();
});

test('latency delays every answer', async () => {
  const { page } = await visit('/');
  await page.getByLabel('Year 8').waitFor();
  const took = await page.evaluate(async () => {
    if (window.__mocks) window.__mocks.latency = 400;
    const start = performance.now();
    await fetch('/api/surveys/7');
    return performance.now() - start;
  });
  expect(took).toBeGreaterThanOrEqual(400);
  await page.context().close();
});

test('a gap in the mocks gets 501; data elsewhere goes to the network with a warning, files without', async () => {
  const { page, said } = await visit('/');
  await page.getByLabel('Year 8').waitFor();
  const statuses = await page.evaluate(() =>
    Promise.all(['/api/lunch', '/data', '/font.woff2'].map(async (path) => (await fetch(path)).status)),
  );
  expect(statuses).toEqual([501, 404, 404]);
  const warnings = said.filter((line) => line.includes('without a matching request handler'));
  expect(warnings).toHaveLength(1);
  expect(warnings[0]).toContain('GET /data');
  await page.context().close();
});

test('without service workers the page starts all the same, and says why nothing is mocked', async () => {
  const { page, said } = await visit('/', { refuseWorker: true });
  await page.getByText('The survey could not be loaded').waitFor();
  expect(said.join('\n')).toContain('[mocks] The worker did not start; requests go to the network.');
  await page.context().close();
});

async function visit(path: string, { refuseWorker = false } = {}): Promise<{ readonly page: Page; readonly said: string[] }> {
  const context = await browser.newContext();
  if (refuseWorker)
    await context.addInitScript(() => {
      navigator.serviceWorker.register = () => Promise.reject(new DOMException('refused', 'SecurityError'));
    });
  const page = await context.newPage();
  const said: string[] = [];
  page.on('console', (message) => said.push(`${message.type()} ${message.text()}`));
  await page.goto(server.origin + path);
  return { page, said };
}

async function bundlePage(): Promise<string> {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { startMocks } from './mocks/browser.ts';
        await startMocks();
        const { define } = await import('/element.js');
        await define('pt-questionnaire');
      `,
      resolveDir: root,
      loader: 'ts',
    },
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['browser'],
    external: ['/element.js'],
    logLevel: 'silent',
  });
  return outputFiles[0]!.text;
}

const page = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8" /><title>Development</title><link rel="icon" href="data:," /><script type="module" src="/page.js"></script></head>
  <body><pt-questionnaire survey-id="42"></pt-questionnaire></body>
</html>
`;
