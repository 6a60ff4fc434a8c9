import { startBackend, type Backend } from '@mocks/node';
import { type Site, type TestCdn, type Visitor, openCdn, openVisitor, serveSite } from '@pintag/check/host-pages';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';

let cdn: TestCdn;
let site: Site;
let visitor: Visitor;
let backend: Backend;

beforeAll(async () => {
  const files = { '/vendor/angular.min.js': 'node_modules/angular/angular.min.js' };
  [cdn, site, visitor] = await Promise.all([openCdn(), serveSite({ folder: 'apps/host-angularjs', files }), openVisitor(process.env)]);
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

const open = (screen: string) => visitor.visit(`${site.origin}/?api=${backend.origin}#!/${screen}`);
const go = (page: Page, screen: string) => page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen }).click();
const calendar = (page: Page) => page.locator('pt-calendar');
const card = (page: Page, survey: string) => page.locator(`[data-survey="${survey}"]`);

test('the duty roster is still AngularJS, and none of the elements’ code is loaded for it', async () => {
  const { page, requests, errors } = await open('duties');
  await page.getByRole('searchbox').fill('library');
  await page.getByRole('button', { name: 'Take it' }).click();
  await page.getByRole('row', { name: /Library M. Sato/ }).waitFor();
  await page.getByRole('searchbox').fill('');
  await page.getByLabel('Only mine').check();
  await expect.poll(() => page.locator('.count').textContent()).toBe('3 of 7');
  await page.getByLabel('Only mine').uncheck();

  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByRole('alert').filter({ hasText: 'Day, time and place are needed.' }).waitFor();
  await page.getByLabel('Day', { exact: true }).fill('2026-11-30');
  await page.getByLabel('Time', { exact: true }).fill('08:10');
  await page.getByLabel('Place', { exact: true }).fill('Gym');
  await page.getByRole('button', { name: 'Add' }).click();
  await page.getByRole('row', { name: /Mon 30 Nov 08:10 Gym Nobody yet/ }).waitFor();

  expect(requests.map((request) => new URL(request.url()).pathname).filter((path) => path.includes('/element-'))).toEqual([]);
  expect(errors).toEqual([]);
});

test('what the calendar tells by ng-on becomes a row of AngularJS, written with the session that ng-prop handed in', async () => {
  const { page, requests, errors } = await open('calendar');
  await calendar(page).getByRole('button', { name: 'New event' }).click();
  await calendar(page).getByLabel('Title').fill('Chess club');
  await calendar(page).getByRole('button', { name: 'Save' }).click();
  await page.locator('#changes').getByText('created “Chess club”').waitFor();

  const [sent] = requests.filter((request) => request.method() === 'POST');
  expect(sent!.headers()['x-csrf-token']).toMatch(/^[\w-]{20,}$/);
  expect(new URL(sent!.url()).origin).toBe(backend.origin);
  expect(errors).toEqual([]);
});

test('a language chosen in AngularJS reaches the elements through ng-prop', async () => {
  const { page } = await open('calendar');
  await calendar(page).getByRole('button', { name: 'New event' }).waitFor();
  await page.getByLabel('Language').selectOption({ label: '日本語' });

  await calendar(page).getByText('2026年', { exact: false }).first().waitFor();
});

test('a screen that AngularJS takes out and puts back goes on where it was', async () => {
  const { page, errors } = await open('calendar');
  await calendar(page).getByRole('button', { name: 'Week', exact: true }).click();
  await calendar(page).getByRole('button', { name: 'New event' }).click();
  await calendar(page).getByLabel('Title').fill('Half written');
  await calendar(page).getByRole('button', { name: 'Cancel' }).click();
  await go(page, 'Duty roster');
  await page.getByRole('searchbox').fill('gate');
  await expect.poll(() => calendar(page).count()).toBe(0);
  await go(page, 'Calendar');

  await expect.poll(() => calendar(page).getByRole('button', { name: 'Week', exact: true }).getAttribute('aria-pressed')).toBe('true');
  await calendar(page).getByRole('button', { name: 'Month', exact: true }).click();
  await expect.poll(() => calendar(page).getByRole('button', { name: 'Month', exact: true }).getAttribute('aria-pressed')).toBe('true');
  await go(page, 'Duty roster');
  expect(await page.getByRole('searchbox').inputValue()).toBe('gate');
  expect(errors).toEqual([]);
});

test('reordering ng-repeat moves the elements and keeps what is in them', async () => {
  const { page, errors } = await open('surveys');
  for (const survey of ['42', '7']) await card(page, survey).getByRole('button', { name: 'Open' }).click();
  await card(page, '42').getByText('Year 8', { exact: true }).click();
  await card(page, '42').getByText('1 of 8', { exact: true }).waitFor();
  await card(page, '7').getByText('On some days', { exact: true }).click();
  const [before] = await page.locator('pt-questionnaire').elementHandles();
  await card(page, '7').getByRole('button', { name: 'Move up' }).click();

  expect(
    await page.locator('pt-questionnaire').evaluateAll((all) => all.map((element) => (element as { surveyId?: string }).surveyId)),
  ).toEqual(['7', '42']);
  expect(await before!.evaluate((element) => element === document.querySelectorAll('pt-questionnaire')[1])).toBe(true);
  expect(await card(page, '42').getByRole('radio', { name: 'Year 8' }).isChecked()).toBe(true);
  expect(await card(page, '7').getByRole('radio', { name: 'On some days' }).isChecked()).toBe(true);
  await card(page, '42').getByText('Mathematics', { exact: true }).click();
  await card(page, '42').getByText('2 of 8', { exact: true }).waitFor();
  expect(errors).toEqual([]);
});

test('ng-if makes a new element each time, which works like the first', async () => {
  const { page, errors } = await open('surveys');
  for (let time = 0; time < 3; time++) {
    await card(page, '7').getByRole('button', { name: 'Open' }).click();
    await card(page, '7').getByRole('radio', { name: 'Yes' }).waitFor();
    await card(page, '7').getByRole('button', { name: 'Close' }).click();
    await card(page, '7').locator('pt-questionnaire').waitFor({ state: 'detached' });
  }
  expect(errors).toEqual([]);
});

test('a 401 from inside an element asks the staff room to sign in, and then the element goes on', async () => {
  backend.setScenario('survey', 'signed-out');
  const { page } = await open('surveys');
  await card(page, '42').getByRole('button', { name: 'Open' }).click();
  await page.getByRole('alert').filter({ hasText: 'Your session has ended.' }).waitFor();
  backend.setScenario('survey', 'happy');
  await page.getByRole('button', { name: 'Sign in again' }).click();

  await card(page, '42').getByRole('radio', { name: 'Year 8' }).waitFor();
  expect(await page.getByRole('alert').filter({ hasText: 'Your session has ended.' }).count()).toBe(0);
});
