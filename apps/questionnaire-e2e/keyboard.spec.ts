import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fillAll, words } from './fill.ts';
import { launchChromium, openStage } from './stage.ts';

let browser: Browser;
beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(() => browser.close());

test('the whole survey by keyboard alone, mistakes included', async () => {
  const { page, context, heard } = await openStage(browser);
  const keys = async (...pressed: string[]) => {
    for (const key of pressed) await page.keyboard.press(key);
  };
  await page.locator('pt-questionnaire form').waitFor();

  // Straight to Next, past a section nobody has answered: the first question in error has the keyboard.
  await tabTo(page, 'Next');
  await keys('Enter');
  await page.locator('pt-questionnaire .summary').waitFor();
  expect(await page.locator('pt-questionnaire .summary-title').textContent()).toBe('2 questions need another look');
  await expectFocus(page, 'Year 7');

  await keys('ArrowDown');
  await expectFocus(page, 'Year 8');
  await tabTo(page, 'Languages');
  await keys('Space');
  await tabTo(page, '1 of 5, Far too slow');
  await keys('ArrowRight', 'ArrowRight', 'ArrowLeft');
  await expectFocus(page, '2 of 5');
  await tabTo(page, 'Clear answer: How do you find the pace of your lessons?');
  await keys('Enter');
  await expectFocus(page, '1 of 5, Far too slow');
  await tabTo(page, 'Next');
  await keys('Enter');
  await expectFocus(page, 'Feeling at home');

  await tabTo(page, '1 of 5, Not at all');
  await keys('ArrowLeft');
  await expectFocus(page, '5 of 5, Completely');
  await tabTo(page, 'What would make school better for you?');
  await page.keyboard.type('Too short');
  await keys('Tab');
  await expect.poll(() => page.locator('pt-questionnaire .question .error').innerText()).toContain('1 more to go');
  await keys('Shift+Tab');
  await keys('End');
  await page.keyboard.type(', really.');
  await expect.poll(() => page.locator('pt-questionnaire .question .error').count()).toBe(0);
  await tabTo(page, 'Next');
  await keys('Enter');
  await expectFocus(page, 'The class trip');

  await tabTo(page, 'Which day suits you best?');
  await page.keyboard.type('03012026');
  await tabTo(page, 'Send answers');
  await keys('Enter');
  await page.locator('pt-questionnaire .summary').waitFor();
  expect(await page.locator('pt-questionnaire .question .error').innerText()).toContain('Choose a day from March 1, 2027 on.');
  await expectFocus(page, 'Which day suits you best?');
  await page.keyboard.type('03102027');
  await tabTo(page, 'Send answers');
  await keys('Enter');
  await page.locator('pt-questionnaire .panel.good').waitFor();
  await expectFocus(page, 'Thank you');

  const events = await heard();
  expect(events[0]).toEqual({
    name: 'survey-loaded',
    detail: { surveyId: '42', title: 'How is school going?', questions: 8, restored: false },
  });
  expect(events.at(-1)).toEqual({
    name: 'survey-submitted',
    detail: { surveyId: '42', receiptId: 'R-0001', submittedAt: '2026-11-22T03:00:00.000Z' },
  });
  expect(events.filter(({ name }) => name === 'survey-progress').at(-1)?.detail).toEqual({
    surveyId: '42',
    answered: 5,
    total: 8,
    section: 3,
    sections: 3,
  });
  await context.close();
});

test('an entry of the summary leads to its question', async () => {
  const { page, context } = await openStage(browser);
  await page.locator('pt-questionnaire form').waitFor();
  await tabTo(page, 'Next');
  await page.keyboard.press('Enter');
  await page.locator('pt-questionnaire .summary').waitFor();
  await page.getByRole('button', { name: 'Which subjects do you look forward to?' }).focus();
  await page.keyboard.press('Enter');
  await expectFocus(page, 'Mathematics');
  await context.close();
});

test('a day that is corrected slowly keeps each part while the next is typed', async () => {
  const { page, context } = await openStage(browser);
  await page.locator('pt-questionnaire form').waitFor();
  await fillAll(page, words.en);
  const day = page.getByLabel(words.en.day);
  await day.fill('2026-01-03');
  await day.focus();
  await typeSlowly(page, '03');
  expect(await day.inputValue()).toBe('2026-03-03');
  await typeSlowly(page, '10');
  expect(await day.inputValue()).toBe('2026-03-10');
  await typeSlowly(page, '2027');
  expect(await day.inputValue()).toBe('2027-03-10');
  await context.close();
});

/** Each key is followed by the frame in which the page shows what came of it. */
async function typeSlowly(page: Page, keys: string): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }
}

/** Tab until the control of this name has the keyboard, from wherever it is; each control at most once. */
async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = [];
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if (at === name) return;
    passed.push(at);
  }
  throw new Error(`Tab never reached "${name}", but ${passed.join(' | ')}`);
}

/** The keyboard follows what is rendered, a moment after the key. */
async function expectFocus(page: Page, name: string): Promise<void> {
  await expect.poll(() => focused(page)).toBe(name);
}

/** What has the keyboard, by its accessible name: ARIA label, else its own label, else its words. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    let at = document.activeElement;
    while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
    const labels = at instanceof HTMLInputElement || at instanceof HTMLTextAreaElement ? at.labels : null;
    const text = at?.getAttribute('aria-label') ?? labels?.[0]?.textContent ?? at?.textContent ?? '';
    return text.replace(/\s+/g, ' ').trim();
  });
}
