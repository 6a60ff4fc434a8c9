import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stage, openStage, surveyShown } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const questionnaire = '<pt-questionnaire id="survey" survey-id="42" api="%api%"></pt-questionnaire>';
const calendar = '<pt-calendar calendar-id="school" api="%api%"></pt-calendar>';
/** The tag that has the focus, and whether something inside of it has. */
const focused = (page: Page) =>
  page.evaluate(() => [document.activeElement?.localName, Boolean(document.activeElement?.shadowRoot?.activeElement)] as const);
const calendarShown = (page: Page) => page.locator('pt-calendar').getByRole('grid').waitFor();

test('focus() leads into the element, and blur() out of it', async () => {
  const { page } = await stage.open(`<button>Outside</button>${calendar}`);
  await calendarShown(page);
  await page.evaluate(() => document.querySelector<HTMLElement>('pt-calendar')!.focus());
  expect(await focused(page)).toEqual(['pt-calendar', true]);
  expect(await page.evaluate(() => document.querySelector('pt-calendar')!.matches(':focus'))).toBe(true);

  await page.evaluate(() => document.querySelector<HTMLElement>('pt-calendar')!.blur());
  expect(await focused(page)).toEqual(['body', false]);
});

test('a click on its label leads into the element', async () => {
  const { page } = await stage.open(`<label for="survey">Your opinion</label>${questionnaire}`);
  await surveyShown(page);
  await page.getByText('Your opinion').click();

  expect(await focused(page)).toEqual(['pt-questionnaire', true]);
  expect(await page.evaluate(() => (document.querySelector('pt-questionnaire') as HTMLInputElement).labels!.length)).toBe(1);
});

test('Tab goes through the element and out at its end, never to the tag itself', async () => {
  const { page } = await stage.open(
    `<button id="before">Before</button><pt-questionnaire survey-id="7" api="%api%"></pt-questionnaire><button id="after">After</button>`,
  );
  await page.locator('pt-questionnaire').getByRole('button', { name: 'Send answers' }).waitFor();
  await page.locator('#before').focus();
  const steps: unknown[] = [];
  for (let step = 0; step < 20 && (await page.evaluate(() => document.activeElement!.id)) !== 'after'; step++) {
    await page.keyboard.press('Tab');
    steps.push(await focused(page));
  }

  expect(steps.at(-1)).toEqual(['button', false]);
  expect(steps.slice(0, -1).every((step) => JSON.stringify(step) === '["pt-questionnaire",true]')).toBe(true);
  expect(steps.length).toBeGreaterThan(2);
});

test('autofocus waits for the data of the element', async () => {
  const { page } = await stage.open(questionnaire.replace('>', ' autofocus>'));
  await surveyShown(page);

  await expect.poll(() => focused(page)).toEqual(['pt-questionnaire', true]);
});

test('autofocus leaves a person alone who is typing elsewhere', async () => {
  const { page } = await stage.open(
    `<input id="search">${questionnaire.replace('>', ' autofocus>')}<script>document.querySelector('#search').focus();</script>`,
  );
  await surveyShown(page);
  await page.keyboard.type('lib');

  expect(await page.locator('#search').inputValue()).toBe('lib');
});

test('a press on text marks it, takes the focus from a field, and moves the page nowhere', async () => {
  const { page } = await stage.open(`<style>body { margin-top: 600px; margin-bottom: 900px }</style>${questionnaire}`);
  await surveyShown(page);
  const text = page.locator('pt-questionnaire').getByText('How do you find the pace of your lessons?');
  await text.scrollIntoViewIfNeeded();
  const before = await page.evaluate(() => scrollY);
  await text.dblclick();
  expect(await page.evaluate(() => scrollY)).toBe(before);
  expect(await page.evaluate(() => String(getSelection()).trim())).not.toBe('');

  const radio = page.locator('pt-questionnaire').getByLabel('Year 8');
  await radio.check();
  await text.click();
  await expect.poll(() => focused(page)).toEqual(['body', false]);
  expect(await page.locator('pt-questionnaire [tabindex]').evaluateAll((all) => all.map(({ className }) => className).sort())).toEqual([
    'section-title',
    'title',
  ]);
  await page.locator('pt-questionnaire').getByText('Year 9', { exact: true }).click();
  expect(await page.locator('pt-questionnaire').getByLabel('Year 9').isChecked()).toBe(true);
});
