import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stage, countInstances, openStage, surveyShown } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const rounds = 200;
const tags = ['pt-questionnaire', 'pt-calendar'] as const;
const body = `
  <main>
    <pt-questionnaire survey-id="42" api="%api%"></pt-questionnaire>
    <pt-calendar calendar-id="school" api="%api%"></pt-calendar>
  </main>
  <div id="stage"></div>`;

/** What a page does for years in an afternoon: elements come, show their data, are put elsewhere, go. Every fifth goes before its data came. */
const comeAndGo = async ({ tag, rounds }: { readonly tag: string; readonly rounds: number }) => {
  const model = document.querySelector(`main ${tag}`)!;
  const place = document.querySelector('#stage')!;
  const pause = (time: number) => new Promise((resolve) => setTimeout(resolve, time));
  const shows = { 'pt-questionnaire': 'input', 'pt-calendar': '[role=grid]' }[tag]!;
  for (let round = 0; round < rounds; round++) {
    const element = document.createElement(tag);
    for (const { name, value } of model.attributes) if (name !== 'ng-version') element.setAttribute(name, value);
    place.append(element);
    if (round % 5 === 0) await pause(0);
    else while (!element.shadowRoot!.querySelector(shows)) await pause(5);
    element.shadowRoot!.querySelector<HTMLElement>('input, button')?.click();
    element.remove();
    if (round % 3 === 0) {
      await pause(0);
      place.append(element);
      await pause(0);
      element.remove();
    }
    await pause(0);
  }
};

/** Of everything that an element brings, how much there is. A component is told by its fields. */
async function censusOf(page: Page, tag: (typeof tags)[number]) {
  const session = await page.context().newCDPSession(page);
  const fields = { 'pt-questionnaire': ['surveyId', 'presses'], 'pt-calendar': ['calendarId', 'editing'] }[tag];
  const isComponent = fields.map((name) => `Object.hasOwn(each, '${name}')`).join(' && ');
  const count = async () => ({
    elements: await countInstances(session, `customElements.get('${tag}').prototype`),
    components: await countInstances(session, 'Object.prototype', isComponent),
    shadowRoots: await countInstances(session, 'ShadowRoot.prototype'),
    sheets: await countInstances(session, 'CSSStyleSheet.prototype'),
    ...(await session.send('Memory.getDOMCounters')),
  });
  return count;
}

async function open(tag: (typeof tags)[number], before = '') {
  const { page } = await stage.open(before + body);
  await surveyShown(page);
  await page.locator('pt-calendar').getByRole('grid').waitFor();
  return { page, census: await censusOf(page, tag) };
}

test.each(tags)(`%s: of ${rounds} elements that came and went, the browser frees all`, { timeout: 180_000 }, async (tag) => {
  const { page, census } = await open(tag);
  await page.evaluate(comeAndGo, { tag, rounds: 10 });
  const before = await census();
  await page.evaluate(comeAndGo, { tag, rounds });
  // What is under way when an element goes (a request, a timer of its own) holds it a little longer.
  await expect.poll(async () => (await census()).elements, { timeout: 60_000, interval: 1000 }).toBe(1);

  expect(await census()).toEqual(before);
  expect(before).toMatchObject({ elements: 1, components: 1 });
});

test('the same count sees it when Angular lets go of nothing', async () => {
  const stubborn = `<script>
    const { delete: remove } = Map.prototype;
    Map.prototype.delete = function (key) { return typeof key === 'number' ? false : remove.call(this, key); };
  </script>`;
  const { page, census } = await open('pt-calendar', stubborn);
  await page.evaluate(comeAndGo, { tag: 'pt-calendar', rounds: 10 });

  expect(await census()).toMatchObject({ elements: 11, components: 11 });
});
