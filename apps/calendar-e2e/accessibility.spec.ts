import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, type Page } from 'playwright-core';
import { launchChromium, openStage, type StageOptions } from './stage.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core'), 'utf8');
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

interface State {
  readonly what: string;
  readonly options?: StageOptions;
  /** What must be there before axe looks. */
  readonly shows: string;
  readonly act?: (page: Page) => Promise<unknown>;
}

const newEvent = (page: Page) => page.getByRole('button', { name: /New event|予定を追加/ }).click();
const week = { view: 'week' };

/** Of the two elements that only show events. */
const smallStates = (['calendar-month', 'calendar-agenda'] as const).flatMap((feature): State[] => [
  { what: feature, options: { feature }, shows: '.event' },
  { what: `${feature} in Japanese`, options: { feature, language: 'ja' }, shows: '.event' },
  { what: `${feature}, narrow`, options: { feature, width: 320 }, shows: '.event' },
  { what: `${feature}, empty`, options: { feature, scenario: 'calendar:empty' }, shows: '.nothing' },
  { what: `${feature}, loading`, options: { feature, scenario: 'calendar:slow' }, shows: '.progress' },
  { what: `${feature}, error`, options: { feature, scenario: 'calendar:error' }, shows: '.banner.danger' },
  {
    what: `${feature}, an open event`,
    options: { feature },
    shows: '.event-rest',
    act: (page) => page.locator('.event-head').first().click(),
  },
]);

const states: readonly State[] = [
  ...smallStates,
  { what: 'month', shows: '[data-event]' },
  { what: 'week', options: { attributes: week }, shows: '.chip.block' },
  { what: 'Japanese', options: { language: 'ja' }, shows: '[data-event]' },
  { what: 'narrow month', options: { width: 320 }, shows: '.day-event' },
  { what: 'narrow week', options: { width: 320, attributes: week }, shows: '.chip.block' },
  { what: 'empty', options: { scenario: 'calendar:empty' }, shows: '.empty' },
  { what: 'loading', options: { scenario: 'calendar:slow' }, shows: '.progress' },
  { what: 'error', options: { scenario: 'calendar:error' }, shows: '.banner.danger' },
  { what: 'a day', shows: 'dialog .day-event', act: (page) => page.locator('.more').first().click() },
  {
    what: 'an empty day',
    shows: 'dialog .day-empty',
    act: (page) => page.getByRole('button', { name: 'Monday, November 2, 2026' }).click(),
  },
  { what: 'a form', shows: 'dialog form', act: newEvent },
  {
    what: 'a form with mistakes',
    shows: '#title-error',
    act: async (page) => (await newEvent(page), page.getByRole('button', { name: 'Save' }).click()),
  },
  {
    what: 'a conflict',
    options: { scenario: 'calendar:conflict' },
    shows: '.conflict',
    act: async (page) => {
      await page.locator('[data-event="staff-meeting"]').click();
      await page.getByRole('button', { name: 'Save' }).click();
    },
  },
  {
    what: 'a deletion to undo',
    shows: '.notice',
    act: (page) => page.locator('[data-event="staff-meeting"]').press('Delete'),
  },
  {
    what: 'a failure to retry',
    options: { scenario: 'calendar:maintenance' },
    shows: '.notice.danger',
    act: (page) => page.locator('[data-event="staff-meeting"]').press('Delete'),
  },
];
test.each(states)('axe finds nothing, light or dark: $what', async ({ what, options, shows, act }) => {
  const { page, context } = await openStage(browser, options);
  try {
    if (act) await page.locator('[data-event]').first().waitFor();
    await act?.(page);
    await page.locator(shows).first().waitFor();
    const light = await violationsOf(page);
    await capture(page, `${what} light`);
    await page.emulateMedia({ colorScheme: 'dark' });
    await capture(page, `${what} dark`);
    expect({ light, dark: await violationsOf(page) }).toEqual({ light: [], dark: [] });
  } finally {
    await context.close();
  }
});

async function violationsOf(page: Page): Promise<string[]> {
  // Anew each time: axe remembers colours.
  await page.evaluate(axe);
  return page.evaluate(async () => {
    interface Axe {
      run(context: Element): Promise<{
        readonly violations: readonly {
          readonly id: string;
          readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
        }[];
      }>;
    }
    const { violations } = await (window as unknown as { readonly axe: Axe }).axe.run(document.documentElement);
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary ?? ''}`),
    );
  });
}

/** For the eye of a person: `PINTAG_SCREENSHOTS=<folder>` keeps a picture of every state. */
async function capture(page: Page, name: string): Promise<void> {
  const folder = process.env['PINTAG_SCREENSHOTS'];
  if (folder) await page.screenshot({ path: join(folder, `${name.replaceAll(' ', '-')}.png`), fullPage: true });
}
