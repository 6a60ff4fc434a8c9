/** A page with a built element of the calendar's library in a real Chromium, its API answered by the mocks, its clock standing still. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { bridgeMocks, type MockBridge } from '@mocks/playwright';
import { findChromium } from '@pintag/check/find-chromium';

/** Any origin will do, as long as it is a secure one: every request of the page is answered here. */
const origin = 'https://school.example';
const built = join(import.meta.dirname, '../../dist');

/** A Wednesday, 13:20 in Tokyo; the fixtures lie around it. */
export const now = new Date('2026-11-18T04:20:00Z');

export interface StageOptions {
  /** Default: `calendar`. */
  readonly feature?: 'calendar' | 'calendar-month' | 'calendar-agenda';
  readonly language?: 'en' | 'ja';
  readonly colorScheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  readonly scenario?: string;
  /** Beside `calendar-id="school"`. */
  readonly attributes?: Readonly<Record<string, string>>;
  readonly timeZone?: string;
}

export interface HeardEvent {
  readonly name: string;
  readonly detail: Readonly<Record<string, unknown>>;
}

export interface Stage {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly mocks: MockBridge;
  /** What the element dispatched, as heard on `document`, oldest first. */
  heard(name?: string): Promise<readonly HeardEvent[]>;
}

export async function launchChromium(): Promise<Browser> {
  const executablePath = findChromium({ env: process.env });
  if (!executablePath) throw new Error('No Chromium found: run `npm test`, which looks for one.');
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** Opens the page in a context of its own; `style-src 'self'` is in force, as on a strict host page. */
export async function openStage(browser: Browser, options: StageOptions = {}): Promise<Stage> {
  const {
    feature = 'calendar',
    language = 'en',
    colorScheme = 'light',
    width = 1120,
    height = 860,
    scenario,
    timeZone = 'Asia/Tokyo',
    attributes = {},
  } = options;
  const context = await browser.newContext({
    colorScheme,
    reducedMotion: 'reduce',
    locale: language === 'ja' ? 'ja-JP' : 'en-US',
    timezoneId: timeZone,
    viewport: { width, height },
    serviceWorkers: 'block',
  });
  const dist = join(built, 'libs', feature);
  const { entry } = JSON.parse(readFileSync(join(dist, 'element.json'), 'utf8')) as { readonly entry: string };
  const files: Readonly<Record<string, { readonly contentType: string; readonly body: string }>> = {
    '/': { contentType: 'text/html; charset=utf-8', body: pageText(feature, language, { 'calendar-id': 'school', ...attributes }) },
    '/page.css': { contentType: 'text/css', body: pageStyle },
    '/page.js': { contentType: 'text/javascript', body: pageScript(feature, entry) },
  };
  await context.route(`${origin}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = files[pathname];
    if (file) return route.fulfill({ ...file, headers: { 'Content-Security-Policy': "default-src 'self'" } });
    // The element imports it by relative URL, as on the CDN.
    if (pathname.startsWith('/runtime/')) return route.fulfill({ path: join(built, pathname) });
    if (pathname.startsWith('/element/')) return route.fulfill({ path: join(dist, pathname.slice('/element/'.length)) });
    return route.fulfill({ status: 404, body: '' });
  });
  const mocks = await bridgeMocks(context, { clock: () => now, ...(scenario !== undefined && { scenario }) });
  const page = await context.newPage();
  await page.clock.setFixedTime(now);
  await page.goto(`${origin}/`);
  await page.waitForFunction((tag) => customElements.get(tag) !== undefined, `pt-${feature}`);
  await page.locator('.period').waitFor();
  const heard = async (name?: string) => {
    const events = await page.evaluate(() => (window as unknown as { readonly heard: HeardEvent[] }).heard);
    return name === undefined ? events : events.filter((event) => event.name === name);
  };
  return { page, context, mocks, heard };
}

function pageText(feature: string, language: string, attributes: Readonly<Record<string, string>>): string {
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${value}"`);
  return `<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8" />
    <title>School</title>
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="/page.css" />
    <script type="module" src="/page.js"></script>
  </head>
  <body>
    <main>
      <h1>School office</h1>
      <pt-${feature}${written.join('')}></pt-${feature}>
    </main>
  </body>
</html>
`;
}

const pageStyle = `
:root { color-scheme: light dark; }
body { margin: 0; padding: 1rem; font-family: system-ui, 'Noto Sans JP', sans-serif; background: light-dark(#eef1f5, #0f1318); color: light-dark(#1b2430, #e9edf3); }
main { max-width: 68rem; margin: 0 auto; }
h1 { margin: 0 0 1rem; font-size: 1rem; font-weight: 600; }
@media (max-width: 600px) { body { padding: 0.5rem; } }
`;

const events = [
  'calendar-view-change',
  'calendar-date-selected',
  'calendar-event-selected',
  'calendar-event-created',
  'calendar-event-changed',
  'calendar-event-deleted',
];

const pageScript = (feature: string, entry: string) => `
window.heard = [];
for (const name of ${JSON.stringify([...events, 'pintag-unauthorized', 'pintag-error'])})
  document.addEventListener(name, ({ detail }) => window.heard.push({ name, detail }));
const { define } = await import('/element/${entry}');
await define('pt-${feature}', { feature: '${feature}', version: '0.0.0', url: '${origin}/main.js' });
`;
