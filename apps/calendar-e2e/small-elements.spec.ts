/** The month and the agenda, which only show events, with real keys and a real layout. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Browser, type Page } from 'playwright-core';
import { launchChromium, openStage, type Stage, type StageOptions } from './stage.ts';

let browser: Browser;
let stage: Stage;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
});
afterEach(() => stage.context.close());
afterAll(() => browser.close());

async function open(options: StageOptions): Promise<void> {
  stage = await openStage(browser, options);
  page = stage.page;
  await page.locator('[data-event]').first().waitFor();
}

/** Presses Tab until what has the focus inside the element matches. */
async function tabTo(selector: string): Promise<void> {
  const isThere = () => page.evaluate((wanted) => document.activeElement?.shadowRoot?.activeElement?.matches(wanted) ?? false, selector);
  for (let presses = 0; presses < 20 && !(await isThere()); presses++) await page.keyboard.press('Tab');
  expect(await isThere(), selector).toBe(true);
}

test('the month with the keyboard alone: a day is reached, chosen, and one of its events read', async () => {
  await open({ feature: 'calendar-month' });
  await tabTo('[data-date="2026-11-18"]');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  await page.getByRole('heading', { name: 'Monday, November 9, 2026' }).waitFor();
  await page.keyboard.press('Enter');
  await tabTo('summary');
  await page.keyboard.press('Enter');
  await page.locator('.event-rest').getByText('November 9').waitFor();

  await expect
    .poll(async () => (await stage.heard()).map(({ name }) => name))
    .toEqual(['calendar-date-selected', 'calendar-event-selected']);
  expect(await stage.heard('calendar-date-selected')).toMatchObject([{ detail: { date: '2026-11-09', timeZone: 'Asia/Tokyo' } }]);
  expect(await stage.heard('calendar-event-selected')).toMatchObject([{ detail: { event: { id: 'exams' } } }]);
});

test('the agenda with the keyboard alone: an event is read, and more days are shown without losing the place', async () => {
  await open({ feature: 'calendar-agenda', attributes: { days: '7' } });
  await tabTo('summary');
  await page.keyboard.press('Enter');
  await page.locator('.event-rest').first().waitFor();
  await tabTo('.further');
  await page.keyboard.press('Enter');
  await page.getByText('Winter concert').waitFor();
  expect(await page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.className)).toContain('further');
  expect(await stage.heard('calendar-event-selected')).toHaveLength(1);
});

const features = ['calendar-month', 'calendar-agenda'] as const;
test.each(features)('%s fits where there is little room, without scrolling sideways', async (feature) => {
  await open({ feature, width: 320 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});

test.each(features)('%s follows the page’s language and its own properties, and reports no error', async (feature) => {
  await open({ feature });
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('main > * { --pt-color-surface: rgb(10, 20, 30); } main > *::part(period) { color: rgb(1, 2, 3); }');
    document.adoptedStyleSheets.push(sheet);
    document.documentElement.lang = 'ja';
  });
  await page.getByText('科学発表会').first().waitFor();
  expect(await page.locator(`pt-${feature}`).evaluate((element) => getComputedStyle(element).backgroundColor)).toBe('rgb(10, 20, 30)');
  expect(await page.locator('.period').evaluate((heading) => getComputedStyle(heading).color)).toBe('rgb(1, 2, 3)');
  expect(await stage.heard('pintag-error')).toEqual([]);
});
