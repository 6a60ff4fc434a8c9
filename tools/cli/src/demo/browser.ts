/** What the story's host page shows, seen in a real Chromium. */
import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

export interface Seen {
  /** All text that the element shows, its shadow roots included; `undefined` while it is not defined. */
  readonly questionnaire: string | undefined;
  readonly calendar: string | undefined;
  /** Versions whose files were loaded, such as `questionnaire@1.1.0`, sorted. */
  readonly loaded: readonly string[];
  /** Every request for a file under /elements/, in the order of their answers. */
  readonly requests: readonly Requested[];
  /** What the browser said about integrity. */
  readonly refusals: readonly string[];
}

export interface Requested {
  /** Of the URL, from /elements/ on. */
  readonly path: string;
  /** Of the answer's body, as it came over the wire. */
  readonly bytes: number;
}

export interface Viewer {
  /** Loads the page anew and looks, once both elements show something or will show nothing any more. */
  look(options: {
    readonly url: string;
    readonly screenshot: string;
    readonly expect: readonly ('questionnaire' | 'calendar')[];
  }): Promise<Seen>;
  close(): Promise<void>;
}

export async function openViewer(executablePath: string): Promise<Viewer> {
  const browser: Browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  return {
    async look({ url, screenshot, expect }) {
      // A context of its own: no cache and no draft from the look before.
      const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, locale: 'en-GB', timezoneId: 'Europe/Berlin' });
      try {
        const page = await context.newPage();
        const refusals: string[] = [];
        page.on('console', (message) => {
          if (/integrity/i.test(message.text())) refusals.push(message.text());
        });
        const requests: Requested[] = [];
        page.on('response', (response) => {
          const path = /\/elements\/.*$/.exec(new URL(response.url()).pathname)?.[0];
          if (path) requests.push({ path, bytes: Number(response.headers()['content-length'] ?? 0) });
        });
        await page.goto(url, { waitUntil: 'load' });
        for (const name of expect)
          await page.locator(`pt-${name} [data-ready], pt-${name} .ready, pt-${name} button`).first().waitFor({ timeout: 30_000 });
        await page.waitForLoadState('networkidle');
        await mkdir(dirname(screenshot), { recursive: true });
        await page.screenshot({ path: screenshot, fullPage: true });
        return { ...(await page.evaluate(readPage)), requests, refusals };
      } finally {
        await context.close();
      }
    },
    close: () => browser.close(),
  };
}

/** Runs in the page. */
function readPage(): Omit<Seen, 'refusals' | 'requests'> {
  const textOf = (node: Node): string => {
    if (node instanceof Text) return node.data;
    if (node instanceof HTMLStyleElement || node instanceof HTMLScriptElement) return '';
    const inside = node instanceof Element && node.shadowRoot ? [...node.shadowRoot.childNodes] : [...node.childNodes];
    return inside.map(textOf).join(' ');
  };
  const shown = (tag: string): string | undefined => {
    const element = document.querySelector(tag);
    return element && customElements.get(tag) ? textOf(element).replace(/\s+/g, ' ').trim() : undefined;
  };
  const loaded = performance
    .getEntriesByType('resource')
    .map(({ name }) => /\/elements\/v([^/]+)\/([^/]+)\//.exec(name))
    .filter((match) => match !== null)
    .map(([, version, feature]) => `${feature}@${version}`);
  return { questionnaire: shown('pt-questionnaire'), calendar: shown('pt-calendar'), loaded: [...new Set(loaded)].sort() };
}
