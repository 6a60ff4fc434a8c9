import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stage, bothFeatures, countInstances, openStage, surveyShown } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

test('two versions of one feature live on one page, each under its tag, with a state and a place of its own', async () => {
  const { page, errors } = await stage.open(
    `<pt-questionnaire survey-id="42" api="%api%"></pt-questionnaire>
     <pt-questionnaire-next survey-id="42" api="%api%/" locale="ja"></pt-questionnaire-next>`,
    { scripts: ['v1.0.0/questionnaire/main.js', 'v1.1.0/questionnaire/main.js?tag=pt-questionnaire-next'] },
  );
  await surveyShown(page);
  const next = page.locator('pt-questionnaire-next');
  await next.getByRole('heading', { name: '学校生活アンケート' }).waitFor();
  await page.locator('pt-questionnaire').getByLabel('Year 8').check();
  await next.getByText('8問中0問に回答済み').waitFor();

  await page.evaluate(() => document.querySelector('pt-questionnaire-next')!.after(document.querySelector('pt-questionnaire')!));
  expect(await page.locator('pt-questionnaire').getByLabel('Year 8').isChecked()).toBe(true);
  expect(errors).toEqual([]);
});

test('features that share a runtime share one Angular platform, and each version has its application', async () => {
  const { page, requests } = await stage.open(
    `<pt-questionnaire survey-id="42" api="%api%"></pt-questionnaire><pt-questionnaire-next survey-id="7" api="%api%"></pt-questionnaire-next><pt-calendar api="%api%"></pt-calendar>`,
    { scripts: [...bothFeatures, 'v1.1.0/questionnaire/main.js?tag=pt-questionnaire-next'] },
  );
  await surveyShown(page, 'pt-questionnaire');
  await page.locator('pt-calendar').getByRole('grid').waitFor();
  await page.locator('pt-questionnaire-next').getByRole('button', { name: 'Send answers' }).waitFor();
  const session = await page.context().newCDPSession(page);

  expect({
    fetched: requests.filter((request) => request.url().endsWith('/angular.js')).length,
    platforms: await countInstances(session, 'Object.prototype', "each.scopes instanceof Set && each.scopes.has('platform')"),
    applications: await countInstances(
      session,
      'Object.prototype',
      "Object.hasOwn(each, '_views') && Object.hasOwn(each, '_destroyListeners')",
    ),
  }).toEqual({ fetched: 1, platforms: 1, applications: 3 });
});

test('no zone.js comes with an element, and nothing of the page is wrapped', async () => {
  const { page } = await stage.open(
    '<pt-questionnaire survey-id="42" api="%api%"></pt-questionnaire><pt-calendar api="%api%"></pt-calendar>',
  );
  await surveyShown(page);
  await page.locator('pt-calendar').getByRole('grid').waitFor();

  expect(
    await page.evaluate(() => ({
      zone: 'Zone' in window,
      own: [setTimeout, Promise.prototype.then, EventTarget.prototype.addEventListener, requestAnimationFrame, fetch].map((api) =>
        Function.prototype.toString.call(api).includes('[native code]'),
      ),
    })),
  ).toEqual({ zone: false, own: [true, true, true, true, true] });
});
