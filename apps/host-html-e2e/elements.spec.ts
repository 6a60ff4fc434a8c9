import { startBackend, type Backend } from '@mocks/node';
import { type Site, type TestCdn, type Visitor, openCdn, openVisitor, serveSite } from '@pintag/check/host-pages';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

let cdn: TestCdn;
let site: Site;
let visitor: Visitor;
let backend: Backend;

beforeAll(async () => {
  [cdn, site, visitor] = await Promise.all([openCdn(), serveSite({ folder: 'apps/host-html' }), openVisitor(process.env)]);
  for (const feature of ['questionnaire', 'calendar']) {
    await cdn.publish(feature, '1.0.0');
    await site.pin(cdn, feature, '1.0.0');
  }
});

afterAll(() => Promise.all([visitor.close(), site.close(), cdn.close()]));

beforeEach(async () => {
  backend = await startBackend({ allowOrigins: [site.origin] });
  return () => backend.close();
});

const open = (options = {}) => visitor.visit(`${site.origin}/?api=${backend.origin}`, options);
const english = (page: Page) => page.locator('pt-questionnaire[survey-id="42"]');
const japanese = (page: Page) => page.locator('#japanese pt-questionnaire');
/** What the page wrote down when an element told it something. */
const told = (page: Page, event: string) => page.locator(`#activity [data-event="${event}"]`);

test('two script tags show both features, in the language of the part of the page they stand in, and no style breaks the page’s policy', async () => {
  const { page, errors } = await open();
  await english(page).getByRole('heading', { name: 'How is school going?' }).waitFor();
  await japanese(page).getByRole('heading', { name: '下校時の見守りについて' }).waitFor();
  await page.locator('pt-calendar').getByRole('grid').waitFor();

  expect(await japanese(page).getByRole('button', { name: '回答を送信する' }).isVisible()).toBe(true);
  expect(await page.locator('.fallback').evaluateAll((shown) => shown.map((element) => element.checkVisibility()))).toEqual([
    false,
    false,
    false,
  ]);
  expect(errors).toEqual([]);
});

test('the page hears what its elements tell, from inside their shadow roots', async () => {
  const { page } = await open();
  await english(page).getByText('Year 8', { exact: true }).click();

  await told(page, 'survey-progress').filter({ hasText: '"answered":1' }).waitFor({ state: 'attached' });
  await expect.poll(() => told(page, 'survey-loaded').count()).toBe(2);
});

test('answers are sent with the session’s CSRF token from the page’s headers function', async () => {
  const { page, requests } = await open();
  await japanese(page).getByText('はい', { exact: true }).click();
  await japanese(page).getByRole('button', { name: '回答を送信する' }).click();
  await told(page, 'survey-submitted').waitFor({ state: 'attached' });

  const sent = requests.filter((request) => request.method() === 'POST');
  const token = await page.evaluate(async (api) => {
    const session = await fetch(`${api}/api/session`, { credentials: 'include' });
    return ((await session.json()) as { csrfToken: string }).csrfToken;
  }, backend.origin);
  expect(sent.map((request) => [new URL(request.url()).pathname, request.headers()['x-csrf-token']])).toEqual([
    ['/api/surveys/7/responses', token],
  ]);
});

test('without the token the backend refuses, and the answers stay', async () => {
  const { page, responses } = await open();
  await japanese(page).getByText('はい', { exact: true }).click();
  await japanese(page).evaluate((element) => Object.assign(element, { headers: null }));
  await japanese(page).getByRole('button', { name: '回答を送信する' }).click();
  await expect
    .poll(() => responses.filter((response) => response.request().method() === 'POST').map((response) => response.status()))
    .toEqual([403]);

  expect(await japanese(page).getByRole('radio', { name: 'はい' }).isChecked()).toBe(true);
  expect(await told(page, 'survey-submitted').count()).toBe(0);
});

test('a 401 becomes pintag-unauthorized; once the page has signed in again, the elements go on by themselves', async () => {
  backend.setScenario('survey', 'signed-out');
  const { page } = await open();
  const signIn = page.getByRole('button', { name: 'Sign in again' });
  await signIn.waitFor();
  await expect.poll(() => told(page, 'pintag-unauthorized').count()).toBe(2);

  backend.setScenario('survey', 'happy');
  await signIn.click();
  await english(page).getByRole('heading', { name: 'How is school going?' }).waitFor();
  await expect.poll(() => signIn.isVisible()).toBe(false);
});

test('moved, and taken out and put back much later, an element goes on where it was', async () => {
  const { page, errors } = await open();
  const chosen = english(page).getByRole('radio', { name: 'Year 8' });
  await english(page).getByText('Year 8', { exact: true }).click();
  await page.evaluate(() => {
    const form = document.querySelector('pt-questionnaire')!;
    document.querySelector('aside')!.prepend(form);
  });
  expect(await chosen.isChecked()).toBe(true);

  await page.evaluate(async () => {
    const form = document.querySelector('pt-questionnaire')!;
    form.remove();
    await new Promise((resolve) => setTimeout(resolve, 100));
    document.querySelector('#main section')!.append(form);
  });
  expect(await chosen.isChecked()).toBe(true);
  await english(page).getByText('Mathematics', { exact: true }).click();
  await english(page).getByText('2 of 8 questions answered').waitFor();
  expect(errors).toEqual([]);
});

test('when the CDN cannot be reached, what stands inside the tags stays visible', async () => {
  const { page } = await visitor.visit('about:blank');
  await page.route(`${cdn.origin}/**`, (route) => route.abort());
  await page.goto(site.origin);

  expect(await page.locator('.fallback').evaluateAll((shown) => shown.map((element) => element.checkVisibility()))).toEqual([
    true,
    true,
    true,
  ]);
});

test('when only the code behind the loader fails, each element says so and its children stay visible', async () => {
  const { page } = await visitor.visit('about:blank');
  await page.route(`${cdn.origin}/**/element-*.js`, (route) => route.abort());
  await page.goto(site.origin);
  await expect.poll(() => told(page, 'pintag-error').count()).toBe(3);

  expect(await told(page, 'pintag-error').first().textContent()).toContain('PT_LOAD_FAILED');
  expect(await page.locator('.fallback').evaluateAll((shown) => shown.map((element) => element.checkVisibility()))).toEqual([
    true,
    true,
    true,
  ]);
});
