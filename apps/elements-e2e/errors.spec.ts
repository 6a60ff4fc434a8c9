import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stage, openStage, surveyShown } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const listening = `<script>
  window.heard = [];
  document.addEventListener('pintag-error', ({ detail, target }) => heard.push({ ...detail, target: target.id || target.localName }));
</script>`;
const body = `${listening}
  <pt-questionnaire id="a" survey-id="42" api="%api%"></pt-questionnaire>
  <pt-questionnaire-next id="b" survey-id="7" api="%api%"></pt-questionnaire-next>`;
const scripts = ['v1.0.0/questionnaire/main.js', 'v1.1.0/questionnaire/main.js?tag=pt-questionnaire-next'];
const heard = "window.heard.map(({ code, version, url, target }) => [code, version, new URL(url).pathname, target].join(' '))";

test('a promise that nobody caught inside of an element is told by the version whose code it was, and only by that', async () => {
  const { page } = await stage.open(listening, { scripts });
  await page.route(`${stage.backend.origin}/api/surveys/7`, (route) =>
    route.fulfill({ json: {}, headers: { 'access-control-allow-origin': '*' } }),
  );
  await page.evaluate(
    (html) => document.body.insertAdjacentHTML('beforeend', html),
    body.replace(listening, '').replaceAll('%api%', stage.backend.origin),
  );
  await surveyShown(page, 'pt-questionnaire');

  await expect
    .poll(() => page.evaluate(heard), { timeout: 15_000 })
    .toEqual(['PT_ELEMENT_FAILED 1.1.0 /elements/v1.1.0/questionnaire/main.js b']);
});

test('errors of the page are not told as an element’s', async () => {
  const { page, errors } = await stage.open(body, { scripts });
  await surveyShown(page, 'pt-questionnaire');
  await page.evaluate(() => {
    setTimeout(() => {
      throw new Error('of the page');
    });
    void Promise.reject(new Error('of the page too'));
    document.addEventListener('survey-progress', () => {
      throw new Error('of a listener of the page');
    });
  });
  await page.locator('pt-questionnaire').getByLabel('Year 8').check();

  await expect.poll(() => errors.filter((error) => error.includes('of the page') || error.includes('of a listener')).length).toBe(3);
  expect(await page.evaluate(heard)).toEqual([]);
});
