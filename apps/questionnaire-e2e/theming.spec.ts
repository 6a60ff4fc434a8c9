import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium, openStage } from './stage.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test('a host page themes by custom properties and parts, under a policy that forbids inline styles', async () => {
  const { page, context } = await openStage(browser);
  await page.locator('pt-questionnaire form').waitFor();
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('pt-questionnaire { --pt-color-accent: rgb(120, 30, 80); } pt-questionnaire::part(title) { font-style: italic; }');
    document.adoptedStyleSheets.push(sheet);
  });
  const next = page.getByRole('button', { name: 'Next' });
  expect(await next.evaluate((button) => getComputedStyle(button).backgroundColor)).toBe('rgb(120, 30, 80)');
  expect(await page.locator('pt-questionnaire [part=title]').evaluate((title) => getComputedStyle(title).fontStyle)).toBe('italic');
  await context.close();
});

test('dark or light is what the host page says, not what the system says', async () => {
  const { page, context } = await openStage(browser, { colorScheme: 'dark' });
  await page.locator('pt-questionnaire form').waitFor();
  const surface = () => page.locator('pt-questionnaire [part=frame]').evaluate((frame) => getComputedStyle(frame).backgroundColor);
  expect(await surface()).toBe('rgb(23, 28, 35)');
  await page.evaluate(() => document.documentElement.style.setProperty('color-scheme', 'light'));
  expect(await surface()).toBe('rgb(255, 255, 255)');
  await context.close();
});

test.each([
  { reducedMotion: 'reduce', transition: 'none' },
  { reducedMotion: 'no-preference', transition: 'inline-size' },
] as const)('with motion preference $reducedMotion the progress bar moves accordingly', async ({ reducedMotion, transition }) => {
  const { page, context } = await openStage(browser, { reducedMotion });
  await page.locator('pt-questionnaire form').waitFor();
  expect(await page.locator('pt-questionnaire [part=meter-bar]').evaluate((bar) => getComputedStyle(bar).transitionProperty)).toBe(
    transition,
  );
  await context.close();
});

test('two surveys on one page keep to themselves', async () => {
  const { page, context } = await openStage(browser);
  await page.evaluate(() => {
    const other = document.createElement('pt-questionnaire');
    other.setAttribute('survey-id', '7');
    other.setAttribute('locale', 'ja');
    document.querySelector('main')!.append(other);
  });
  await page.getByLabel('Year 8').check();
  await page.getByLabel('日によっては').check();
  expect(await page.getByLabel('Year 8').isChecked()).toBe(true);
  expect(await page.locator('pt-questionnaire').nth(1).locator('.title').textContent()).toBe('下校時の見守りについて');
  await context.close();
});
