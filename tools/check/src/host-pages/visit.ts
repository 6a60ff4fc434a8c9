/** Opens pages in Chromium and remembers what went over the wire and into the console. */
import { findChromium } from '../find-chromium.ts';
import { type Browser, type Page, type Request, type Response, chromium } from 'playwright-core';

export interface Visit {
  readonly page: Page;
  readonly requests: readonly Request[];
  readonly responses: Response[];
  /** Errors of the console and of the page, as text. */
  readonly errors: readonly string[];
}

export interface VisitOptions {
  /** Runs in the page before anything else does. */
  readonly first?: () => void;
}

export interface Visitor {
  /** In a context of its own: no cache, no cookie, no draft from before. */
  visit(url: string, options?: VisitOptions): Promise<Visit>;
  close(): Promise<void>;
}

/** @param env where a Chromium may be named, usually `process.env`. */
export async function openVisitor(env: Readonly<Record<string, string | undefined>>): Promise<Visitor> {
  const executablePath = findChromium({ env });
  if (!executablePath) throw new Error('There is no Chromium on this machine; `npm test` fetches one.');
  const browser: Browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  return {
    async visit(url, { first } = {}) {
      const context = await browser.newContext({ viewport: { width: 1280, height: 1000 }, locale: 'en-GB', timezoneId: 'Asia/Tokyo' });
      if (first) await context.addInitScript(first);
      const page = await context.newPage();
      const visit = { page, requests: [] as Request[], responses: [] as Response[], errors: [] as string[] };
      page.on('request', (request) => visit.requests.push(request));
      page.on('response', (response) => visit.responses.push(response));
      page.on('pageerror', (error) => visit.errors.push(error.message));
      page.on('console', (message) => {
        if (message.type() === 'error') visit.errors.push(message.text());
      });
      await page.goto(url);
      return visit;
    },
    close: () => browser.close(),
  };
}
