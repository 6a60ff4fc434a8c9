/** A page with the built questionnaire in a real Chromium, its API answered by the mocks. */
import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { bridgeMocks, type MockBridge } from '@mocks/playwright';
import { findChromium } from '@pintag/check/find-chromium';
import type { ElementDescription } from '@pintag/runtime/element-description';
import type { ServedFile } from './serve-files.ts';

/** Any origin will do: every request of the page is answered here. */
const origin = 'http://school.example';
const dist = join(import.meta.dirname, '../../dist/libs/questionnaire');

export interface StageOptions {
  readonly language?: 'en' | 'ja';
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly scenario?: string;
  /** `null`: the attribute is missing. */
  readonly surveyId?: string | null;
  readonly reducedMotion?: 'reduce' | 'no-preference';
  /** Runs in the page before anything else. */
  readonly before?: () => void;
}

export interface HeardEvent {
  readonly name: string;
  readonly detail: unknown;
}

export interface Stage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly mocks: MockBridge;
  /** What the element dispatched, as heard on `document`, oldest first. */
  heard(): Promise<readonly HeardEvent[]>;
}

export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium({ env: process.env });
  if (!executablePath) throw new Error('No Chromium found: run `npm test`, which looks for one, or set PINTAG_CHROMIUM.');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** Opens the page in a context of its own, with empty storage; `style-src 'self'` is in force, as on a strict host page. */
export async function openStage(browser: Browser, options: StageOptions = {}): Promise<Stage> {
  const { language = 'en', colorScheme = 'light', width = 900, scenario, surveyId = '42', reducedMotion = 'reduce', before } = options;
  const context = await browser.newContext({
    colorScheme,
    reducedMotion,
    locale: language === 'ja' ? 'ja-JP' : 'en-GB',
    timezoneId: 'Asia/Tokyo',
    viewport: { width, height: 900 },
    serviceWorkers: 'block',
  });
  const entry = readEntry();
  await context.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/')
      return route.fulfill({
        contentType: 'text/html; charset=utf-8',
        headers: pageHeaders,
        body: pageText({ language, surveyId, entry }),
      });
    if (pathname === '/page.css') return route.fulfill({ contentType: 'text/css', body: pageStyle });
    if (pathname === '/page.js') return route.fulfill({ contentType: 'text/javascript', body: pageScript(entry) });
    // The element imports it by relative URL, as on the CDN.
    if (pathname.startsWith('/runtime/')) return route.fulfill({ path: join(dist, '../..', pathname) });
    if (pathname.startsWith('/element/')) return route.fulfill({ path: join(dist, pathname.slice('/element/'.length)) });
    return route.fulfill({ status: 404, body: '' });
  });
  const mocks = await bridgeMocks(context, {
    clock: () => new Date('2026-11-22T03:00:00Z'),
    ...(scenario === undefined ? {} : { scenario }),
  });
  if (before) await context.addInitScript(before);
  const page = await context.newPage();
  await page.goto(`${origin}/`);
  await page.waitForFunction(() => customElements.get('pt-questionnaire') !== undefined);
  return { page, context, mocks, heard: () => page.evaluate(() => (window as unknown as { heard: HeardEvent[] }).heard) };
}

/** The element chunk of the last build. */
export const readEntry = (): string => readDescription().entry;

/** The element as `/element.js` and the files of the runtime where it looks for them. */
export async function readElement(): Promise<Readonly<Record<string, ServedFile>>> {
  const { entry, runtime } = readDescription();
  const serve = async (url: string, path: string) => [url, { type: 'text/javascript', body: await readFile(path) }] as const;
  const shared =
    runtime?.files.map(({ path }) => serve(`/runtime/${runtime.name}/${path}`, join(dist, '../../runtime', runtime.name, path))) ?? [];
  return Object.fromEntries(await Promise.all([serve('/element.js', join(dist, entry)), ...shared]));
}

const readDescription = () => JSON.parse(readFileSync(join(dist, 'element.json'), 'utf8')) as ElementDescription;

const pageHeaders = { 'Content-Security-Policy': "default-src 'self'; style-src 'self'; script-src 'self'" };

const pageText = ({ language, surveyId }: { language: string; surveyId: string | null; entry: string }) => `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <title>School survey</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="/page.css" />
    <script type="module" src="/page.js"></script>
  </head>
  <body>
    <main>
      <h1>School office</h1>
      <pt-questionnaire${surveyId === null ? '' : ` survey-id="${surveyId}"`}></pt-questionnaire>
    </main>
  </body>
</html>
`;

const pageStyle = `
:root { color-scheme: light dark; }
body { margin: 0; padding: 1.5rem 1rem 4rem; font-family: system-ui, 'Noto Sans JP', sans-serif; background: light-dark(#eef1f5, #0f1318); color: light-dark(#1b2430, #e9edf3); }
main { max-width: 46rem; margin: 0 auto; }
h1 { font-size: 1rem; font-weight: 600; }
`;

const pageScript = (entry: string) => `
window.heard = [];
for (const name of ['survey-loaded', 'survey-progress', 'survey-submitted', 'pintag-unauthorized', 'pintag-error'])
  document.addEventListener(name, ({ detail }) => window.heard.push({ name, detail }));
const { define } = await import('/element/${entry}');
await define('pt-questionnaire', { feature: 'questionnaire', version: '0.0.0', url: '${origin}/main.js' });
`;
