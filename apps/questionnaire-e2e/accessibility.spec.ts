import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillAll, fillFirst, press, words, type Words } from './fill.ts';
import { launchChromium, openStage, type Stage } from './stage.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface State {
  readonly state: string;
  readonly scenario?: string;
  readonly surveyId?: null;
  readonly reach: (stage: Stage, text: Words) => Promise<void>;
}

const heading = (page: Page) => page.locator('pt-questionnaire .panel-title').waitFor();
const open = (page: Page) => page.locator('pt-questionnaire form').waitFor();

const states: readonly State[] = [
  { state: 'loading', scenario: 'survey:slow', reach: ({ page }) => page.locator('pt-questionnaire .skeleton').waitFor() },
  { state: 'unset', surveyId: null, reach: ({ page }) => heading(page) },
  { state: 'empty', scenario: 'survey:empty', reach: ({ page }) => heading(page) },
  { state: 'error', scenario: 'survey:error', reach: ({ page }) => heading(page) },
  { state: 'signed-out', scenario: 'survey:signed-out', reach: ({ page }) => heading(page) },
  { state: 'untouched', reach: ({ page }) => open(page) },
  {
    state: 'filled',
    async reach({ page }, text) {
      await open(page);
      await fillFirst(page, text);
      await page.getByLabel(text.year).focus();
    },
  },
  {
    state: 'error-summary',
    async reach({ page }, text) {
      await open(page);
      await press(page, text.next);
      await page.locator('pt-questionnaire .summary').waitFor();
    },
  },
  {
    state: 'second-section-with-errors',
    async reach({ page }, text) {
      await fillFirst(page, text);
      await press(page, text.next);
      await page.getByLabel(text.better).fill('x'.repeat(240));
      await press(page, text.next);
      await page.locator('pt-questionnaire .summary').waitFor();
    },
  },
  {
    state: 'restored',
    async reach({ page }, text) {
      await fillFirst(page, text);
      await press(page, text.next);
      await page.reload();
      await page.locator('pt-questionnaire .notice').waitFor();
    },
  },
  {
    state: 'last-section',
    reach: ({ page }, text) => fillAll(page, text),
  },
  {
    state: 'busy',
    scenario: 'survey:maintenance',
    async reach({ page }, text) {
      await fillAll(page, text);
      await press(page, text.send);
      await page.getByRole('button', { name: text.again }).waitFor();
    },
  },
  {
    state: 'offline',
    async reach({ page, context, mocks }, text) {
      await fillAll(page, text);
      mocks.setScenario('survey', 'offline');
      await context.setOffline(true);
      await press(page, text.send);
      await page.getByRole('button', { name: text.again }).waitFor();
    },
  },
  {
    state: 'answered',
    scenario: 'survey:answered',
    async reach({ page }, text) {
      await fillAll(page, text);
      await press(page, text.send);
      await heading(page);
    },
  },
  {
    state: 'submitted',
    async reach({ page }, text) {
      await fillAll(page, text);
      await press(page, text.send);
      await heading(page);
    },
  },
];

/** Each is looked at in both color schemes, wide in one and narrow in the other: 320 px is also 1280 px at 400 %. */
const cases = states.flatMap((state) => [
  {
    ...state,
    language: 'en',
    looks: [
      { colorScheme: 'light', width: 900 },
      { colorScheme: 'dark', width: 320 },
    ],
  } as const,
  {
    ...state,
    language: 'ja',
    looks: [
      { colorScheme: 'dark', width: 900 },
      { colorScheme: 'light', width: 320 },
    ],
  } as const,
]);

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test.each(cases)(
  '$state, $language: axe finds nothing and nothing sticks out, light and dark, wide and narrow',
  async ({ state, reach, looks, ...options }) => {
    const stage = await openStage(browser, options);
    const { page, context } = stage;
    await reach(stage, words[options.language]);
    for (const { colorScheme, width } of looks) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await capture(page, `${state}-${options.language}-${colorScheme}-${width}`);
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
    }
    await context.close();
  },
);

test('axe would find a theme without contrast', async () => {
  const { page, context } = await openStage(browser);
  await open(page);
  await page.evaluate(() => document.documentElement.style.setProperty('--pt-color-text', '#ccc'));
  expect((await violations(page)).join('\n')).toContain('color-contrast');
  await context.close();
});

test('with text at twice its size nothing sticks out or is cut off', async () => {
  const { page, context } = await openStage(browser, { width: 640 });
  await open(page);
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  await press(page, words.en.next);
  await page.locator('pt-questionnaire .summary').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  const cut = await page
    .locator('pt-questionnaire :is(button, label, legend, p)')
    .evaluateAll((boxes) =>
      boxes
        .filter(
          (box) => !box.closest('.visually-hidden') && box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).display !== 'inline',
        )
        .map((box) => box.textContent),
    );
  expect(cut).toEqual([]);
  await capture(page, 'text-at-200-percent');
  await context.close();
});

async function violations(page: Page): Promise<string[]> {
  // In the page's own world a strict policy refuses injected scripts; evaluated text is not subject to it.
  await page.evaluate(axe);
  const results = await page.evaluate(async () => (window as unknown as { axe: { run(): Promise<AxeResults> } }).axe.run());
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id} ${JSON.stringify(target)}: ${failureSummary}`),
  );
}

/** For the eye of a person: `PINTAG_SCREENSHOTS=<folder>` keeps a picture of every state. */
async function capture(page: Page, name: string): Promise<void> {
  const folder = process.env['PINTAG_SCREENSHOTS'];
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
}
