import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stage, countInstances, openStage, surveyShown } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const rounds = 200;
const tags = ['pt-questionnaire', 'pt-calendar'] as const;
const page = `
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

test.each(tags)(`%s: of ${rounds} elements that came and went, the browser frees all`, { timeout: 180_000 }, async (tag) => {
  const visit = await stage.open(page);
  await surveyShown(visit.page);
  await visit.page.locator('pt-calendar').getByRole('grid').waitFor();
  const session = await visit.page.context().newCDPSession(visit.page);
  const count = async () => ({
    elements: await countInstances(session, `customElements.get('${tag}').prototype`),
    // Angular's own records of what is on the page: lists that have a template, a parent and a number at their places.
    shadowRoots: await countInstances(session, 'ShadowRoot.prototype'),
    sheets: await countInstances(session, 'CSSStyleSheet.prototype'),
  });
  await visit.page.evaluate(comeAndGo, { tag, rounds: 10 });
  const before = { ...(await count()), ...(await session.send('Memory.getDOMCounters')) };
  await visit.page.evaluate(comeAndGo, { tag, rounds });
  // What is under way when an element goes (a request, a timer of its own) holds it a little longer.
  await expect.poll(async () => (await count()).elements, { timeout: 60_000, interval: 1000 }).toBe(before.elements);
  const after = { ...(await count()), ...(await session.send('Memory.getDOMCounters')) };

  expect(after).toEqual(before);
  expect(before.elements).toBe(1);
});
