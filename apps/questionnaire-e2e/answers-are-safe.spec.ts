import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillAll, fillFirst, fillSecond, press, words } from './fill.ts';
import { launchChromium, openStage } from './stage.ts';

const text = words.en;

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

const element = (page: Page) => page.locator('pt-questionnaire');

test('a reload in the middle of typing loses nothing', async () => {
  const { page, context, heard } = await openStage(browser);
  await fillFirst(page, text);
  await press(page, text.next);
  await fillSecond(page, text);
  await page.getByLabel(text.better).pressSequentially(' And');
  // No pause for the delayed write: the page goes at once.
  await page.reload();

  await element(page).getByText('We kept your answers from last time.').waitFor();
  expect(await page.getByLabel(text.better).inputValue()).toBe(`${text.comment} And`);
  expect(await page.getByLabel(text.safe).isChecked()).toBe(true);
  await press(page, text.back);
  expect([await page.getByLabel(text.year).isChecked(), await page.getByLabel(text.subject).isChecked()]).toEqual([true, true]);
  expect((await heard())[0]).toMatchObject({ name: 'survey-loaded', detail: { restored: true } });
  await context.close();
});

test('once sent, nothing stays in the browser, and the survey is closed for this person', async () => {
  const { page, context } = await openStage(browser);
  await fillAll(page, text);
  await press(page, text.send);
  await element(page).getByText('Your answers have been sent.').waitFor();
  expect(await page.evaluate(() => localStorage.length)).toBe(0);

  await page.reload();
  await element(page).getByText('You have already answered this survey').waitFor();
  await context.close();
});

test('without storage the answers stay on the page, and people are told', async () => {
  const { page, context } = await openStage(browser, {
    before: () =>
      Object.defineProperty(window, 'localStorage', {
        get: () => {
          throw new DOMException('blocked', 'SecurityError');
        },
      }),
  });
  await element(page).getByText('This browser does not store anything').waitFor();
  await fillFirst(page, text);
  await press(page, text.next);
  await press(page, text.back);
  expect(await page.getByLabel(text.year).isChecked()).toBe(true);
  await context.close();
});

test('sent while offline: it waits, and goes out by itself when the connection is back', async () => {
  const { page, context, mocks } = await openStage(browser);
  await fillAll(page, text);
  mocks.setScenario('survey', 'offline');
  await context.setOffline(true);
  await press(page, text.send);
  await element(page).getByText('Your answers are waiting').waitFor();

  mocks.setScenario('survey', 'happy');
  await context.setOffline(false);
  await element(page).getByText('Your answers have been sent.').waitFor();
  await context.close();
});

test('busy: the same answers are sent again by one press', async () => {
  const { page, context, mocks } = await openStage(browser, { scenario: 'survey:maintenance' });
  await fillAll(page, text);
  await press(page, text.send);
  await press(page, text.again);
  await element(page).getByText('Your answers have been sent.').waitFor();

  const [first, second] = mocks.requests.filter(({ method }) => method === 'POST').map(({ body }) => body);
  expect(second).toBe(first);
  await context.close();
});

test('a double press sends once', async () => {
  const { page, context, mocks } = await openStage(browser);
  await fillAll(page, text);
  await page.getByRole('button', { name: text.send }).dblclick();
  await element(page).getByText('Your answers have been sent.').waitFor();
  expect(mocks.requests.filter(({ method }) => method === 'POST')).toHaveLength(1);
  await context.close();
});

test('a mistake that shows when a field is left does not push the pressed button away', async () => {
  const { page, context } = await openStage(browser);
  await fillFirst(page, text);
  await press(page, text.next);
  await page.getByLabel(text.safe).check();
  await page.getByLabel(text.better).fill('short');
  await page.getByRole('button', { name: text.next }).hover();
  await page.mouse.down();
  // A hand takes longer than a frame to let go.
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  await page.mouse.up();
  await element(page).locator('.summary').waitFor();
  await context.close();
});

test('refused answers are shown at their questions, in the language of the page', async () => {
  const { page, context } = await openStage(browser, { language: 'ja', scenario: 'survey:invalid' });
  await fillAll(page, words.ja);
  await press(page, words.ja.send);
  await element(page).locator('.summary').waitFor();
  expect(await element(page).locator('[data-question=better] .error').innerText()).toContain('この回答は受け付けられませんでした');
  await context.close();
});

test('a session that ends is told to the page; after signing in the same press sends', async () => {
  const { page, context, mocks, heard } = await openStage(browser);
  await fillAll(page, text);
  mocks.setScenario('survey', 'signed-out');
  await press(page, text.send);
  await element(page).getByText('Please sign in again').waitFor();
  expect((await heard()).map(({ name }) => name)).toContain('pintag-unauthorized');

  await element(page).evaluate((element) => Object.assign(element, { headers: async () => ({ authorization: 'Bearer aiko' }) }));
  await press(page, text.again);
  await element(page).getByText('Your answers have been sent.').waitFor();
  expect(mocks.requests.at(-1)?.headers['authorization']).toBe('Bearer aiko');
  await context.close();
});
