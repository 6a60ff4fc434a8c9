import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stage, openStage, surveyShown } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const form = (more = '', attributes = '') => `
  <form id="form" action="/sent" method="post">
    <label>Your name <input name="person" value="Aiko"></label>
    ${more || `<pt-questionnaire name="survey" survey-id="42" api="%api%" ${attributes}></pt-questionnaire>`}
    <button>Send the form</button>
    <button type="reset">Empty the form</button>
  </form>`;

const survey = (page: Page) => page.locator('pt-questionnaire');
/** What the form would send. */
const data = (page: Page) =>
  page.evaluate(() => [...new FormData(document.querySelector('form')!)].map(([name, value]) => [name, String(value)] as const));
const answersIn = async (page: Page) => {
  const [, text] = (await data(page)).find(([name]) => name === 'survey') ?? [];
  return text === undefined ? undefined : (JSON.parse(text) as { surveyId: string; answers: { questionId: string }[] });
};
const isValid = (page: Page) => page.evaluate(() => document.querySelector('form')!.checkValidity());

async function answerAll(page: Page): Promise<void> {
  await survey(page).getByLabel('Year 8').check();
  await survey(page).getByLabel('Science').check();
  await survey(page).getByRole('button', { name: 'Next', exact: true }).click();
  await survey(page).getByLabel('4 of 5').check();
  await survey(page).getByLabel('What would make school better for you?').fill('A longer lunch break would help.');
  await survey(page).getByRole('button', { name: 'Next', exact: true }).click();
  await survey(page).getByLabel('Which day suits you best?').fill('2027-03-10');
}

test('the page’s form sends the answers under the element’s name, as the API would have got them', async () => {
  const { page, errors } = await stage.open(form());
  await surveyShown(page);
  await answerAll(page);
  await survey(page).getByText('These answers are sent together with the form on this page.').waitFor();
  expect(await survey(page).getByRole('button', { name: 'Send answers' }).count()).toBe(0);
  await page.getByRole('button', { name: 'Send the form' }).click();
  await page.waitForURL('**/sent');

  const fields = JSON.parse((await page.locator('pre').textContent())!) as [string, string][];
  expect(fields.map(([name]) => name)).toEqual(['person', 'survey']);
  expect(JSON.parse(fields[1]![1])).toEqual({
    surveyId: '42',
    answers: [
      { questionId: 'year', type: 'single', optionId: 'y8' },
      { questionId: 'subjects', type: 'multiple', optionIds: ['science'] },
      { questionId: 'safe', type: 'rating', rating: 4 },
      { questionId: 'better', type: 'text', text: 'A longer lunch break would help.' },
      { questionId: 'day', type: 'date', date: '2027-03-10' },
    ],
  });
  expect(errors).toEqual([]);
});

test('a required question without an answer holds the form back, says so and gets the keyboard', async () => {
  const { page } = await stage.open(form());
  await surveyShown(page);
  await survey(page).getByLabel('Year 8').check();
  await page.getByRole('button', { name: 'Send the form' }).click();

  await survey(page).getByText('Choose at least one option.').first().waitFor();
  expect(page.url()).not.toContain('/sent');
  await expect
    .poll(() => page.evaluate(() => (document.activeElement?.shadowRoot?.activeElement as HTMLInputElement).type))
    .toBe('checkbox');
  expect(
    await survey(page).evaluate((element) => {
      const { validity, validationMessage, willValidate } = element as HTMLInputElement;
      return { missing: validity.valueMissing, validationMessage, willValidate };
    }),
  ).toEqual({
    missing: true,
    validationMessage: 'Which subjects do you look forward to?: Choose at least one option.',
    willValidate: true,
  });
});

test('a mistake in another section is gone to', async () => {
  const { page } = await stage.open(form());
  await surveyShown(page);
  await answerAll(page);
  await survey(page).getByRole('button', { name: 'Feeling at home' }).click();
  await survey(page).getByLabel('What would make school better for you?').fill('No');
  await survey(page).getByRole('button', { name: 'Your lessons' }).click();
  await page.getByRole('button', { name: 'Send the form' }).click();

  await survey(page).getByRole('heading', { name: 'Feeling at home' }).waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.tagName)).toBe('TEXTAREA');
});

test('looking whether the form is valid accuses nobody', async () => {
  const { page } = await stage.open(form());
  await surveyShown(page);

  expect(await isValid(page)).toBe(false);
  expect(await survey(page).evaluate((element) => (element as HTMLInputElement).checkValidity())).toBe(false);
  expect(await survey(page).locator('.question .error').count()).toBe(0);
});

test('the answer of this moment counts, before anything is rendered', async () => {
  const { page } = await stage.open(form());
  await surveyShown(page);
  const sent = await page.evaluate(async () => {
    const root = document.querySelector('pt-questionnaire')!.shadowRoot!;
    root.querySelector<HTMLInputElement>('input[type=radio]')!.click();
    await Promise.resolve();
    return String(new FormData(document.querySelector('form')!).get('survey'));
  });

  expect(sent).toContain('"optionId":"y7"');
});

test('resetting the form empties the survey and forgets its draft', async () => {
  const { page } = await stage.open(form());
  await surveyShown(page);
  await answerAll(page);
  expect((await answersIn(page))!.answers).toHaveLength(5);
  await page.getByRole('button', { name: 'Empty the form' }).click();

  await survey(page).getByText('0 of 8 questions answered').waitFor();
  expect(await answersIn(page)).toEqual({ surveyId: '42', answers: [] });
  expect(await page.evaluate(() => localStorage.length)).toBe(0);
  expect(await survey(page).getByRole('heading', { name: 'Your lessons' }).isVisible()).toBe(true);
  await answerAll(page);
  expect((await answersIn(page))!.answers).toHaveLength(5);
});

const disabling = [
  { what: 'its own attribute', body: form('', 'disabled'), enable: "document.querySelector('pt-questionnaire').disabled = false" },
  {
    what: 'a fieldset',
    body: form(`<fieldset disabled><pt-questionnaire name="survey" survey-id="42" api="%api%"></pt-questionnaire></fieldset>`),
    enable: "document.querySelector('fieldset').disabled = false",
  },
] as const;

test.each(disabling)('disabled by $what, nothing can be answered, sent or held back', async ({ body, enable }) => {
  const { page } = await stage.open(body);
  await surveyShown(page);
  const radio = survey(page).getByLabel('Year 8');
  await expect.poll(() => radio.isDisabled()).toBe(true);
  expect(await data(page)).toEqual([['person', 'Aiko']]);
  expect(await isValid(page)).toBe(true);

  await page.evaluate(enable);
  await radio.check();
  expect((await answersIn(page))!.answers).toHaveLength(1);
  expect(await isValid(page)).toBe(false);
});

test('without a name it takes no part in the form: it sends by itself, and a form around the whole page is not held back', async () => {
  const { page } = await stage.open(form(`<pt-questionnaire survey-id="42" api="%api%"></pt-questionnaire>`));
  await surveyShown(page);
  await answerAll(page);
  await survey(page).getByRole('button', { name: 'Send answers' }).waitFor();
  await survey(page).getByLabel('Which day suits you best?').fill('');
  expect(await data(page)).toEqual([['person', 'Aiko']]);
  expect(await isValid(page)).toBe(true);

  await page.evaluate(() => document.querySelector('pt-questionnaire')!.setAttribute('name', 'survey'));
  await survey(page).getByRole('button', { name: 'Send answers' }).waitFor({ state: 'detached' });
  expect((await data(page)).map(([name]) => name)).toEqual(['person', 'survey']);
  expect(await isValid(page)).toBe(false);
});

test('a survey that cannot be answered sends nothing and holds nothing back', async () => {
  stage.backend.setScenario('survey', 'error');
  const { page } = await stage.open(form());
  await survey(page).getByRole('button', { name: 'Try again' }).waitFor();
  stage.backend.setScenario('survey', 'happy');

  expect(await data(page)).toEqual([['person', 'Aiko']]);
  expect(await isValid(page)).toBe(true);
});

test('it belongs to the form that it stands in, or that it names, wherever it is moved', async () => {
  const { page } = await stage.open(
    `<form id="a"></form><form id="b"></form><pt-questionnaire name="survey" survey-id="7" api="%api%"></pt-questionnaire>`,
  );
  await survey(page).getByRole('button', { name: 'Send answers' }).waitFor();
  const owner = () =>
    survey(page).evaluate((element) => {
      const { form, name } = element as HTMLInputElement;
      return [form?.id, name, form ? [...form.elements].includes(element) : false];
    });
  expect(await owner()).toEqual([undefined, 'survey', false]);
  await page.evaluate(() => document.querySelector('#a')!.append(document.querySelector('pt-questionnaire')!));
  expect(await owner()).toEqual(['a', 'survey', true]);
  await survey(page).getByRole('button', { name: 'Send answers' }).waitFor({ state: 'detached' });
  await page.evaluate(() => document.querySelector('pt-questionnaire')!.setAttribute('form', 'b'));
  expect(await owner()).toEqual(['b', 'survey', true]);
});

test('going back gives the answers back where the browser refuses to store a draft', async () => {
  const refusing = `<script>
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused', 'SecurityError'); } });
    addEventListener('unload', () => undefined); // A page with this is loaded again, not taken from the cache of whole pages.
  </script>`;
  const { page } = await stage.open(refusing + form());
  await surveyShown(page);
  await survey(page).getByLabel('Year 8').check();
  await survey(page).getByText('1 of 8 questions answered').waitFor();
  await page.goto(`${new URL(page.url()).origin}/elsewhere`);
  await page.goBack();

  await survey(page).getByText('1 of 8 questions answered').waitFor();
  expect(await survey(page).getByLabel('Year 8').isChecked()).toBe(true);
});

test('properties that were set before the element was defined are taken over', async () => {
  const { page } = await stage.open(
    `${form(`<pt-questionnaire survey-id="7" api="%api%"></pt-questionnaire>`)}
     <script>Object.assign(document.querySelector('pt-questionnaire'), { name: 'early', disabled: true });</script>`,
  );
  await survey(page).getByText('These answers are sent').waitFor();

  expect(await survey(page).evaluate((element) => [element.getAttribute('name'), element.hasAttribute('disabled')])).toEqual([
    'early',
    true,
  ]);
});
