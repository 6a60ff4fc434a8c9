import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Stage, openStage } from './stage.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

const angularJs = readFileSync(fileURLToPath(new URL('../../node_modules/angular/angular.min.js', import.meta.url)), 'utf8');

/** Rows of a list that is sorted and filtered; no draft is stored, so that each element has nothing but what is in it. */
const body = `
  <script>${angularJs.replaceAll('</script', '<\\/script')}</script>
  <script>
    Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('refused', 'SecurityError'); } });
    angular.module('app', []).controller('List', function () {
      this.rows = [1, 2, 3, 4, 5, 6].map((id) => ({ id, place: id, open: true }));
      this.wanted = (row) => !row.hidden;
      window.list = this;
    });
    window.change = (how) => angular.element(document.querySelector('main')).scope().$apply(how);
  </script>
  <main ng-app="app" ng-controller="List as list">
    <section ng-repeat="row in list.rows | filter: list.wanted | orderBy: 'place' track by row.id" id="row-{{ row.id }}">
      <pt-questionnaire ng-if="row.open" survey-id="7" ng-prop-api="'%api%'" ng-prop-locale="row.language"></pt-questionnaire>
    </section>
  </main>`;

interface Row {
  readonly id: number;
  place: number;
  open: boolean;
  hidden?: boolean;
}
declare const list: { readonly rows: Row[] };
declare const change: (how: () => void) => void;

const field = (page: Page, row: number) => page.locator(`#row-${row}`).getByLabel('Which places worry you?');

async function open() {
  const visit = await stage.open(body, { scripts: ['v1.0.0/questionnaire/main.js'] });
  for (let row = 1; row <= 6; row++) await field(visit.page, row).fill(`Crossing ${row}`);
  await visit.page.evaluate(() => {
    const elements = [...document.querySelectorAll('main section')].map((section) => [
      section.id,
      section.querySelector('pt-questionnaire'),
    ]);
    Object.assign(window, { first: Object.fromEntries(elements) as object });
  });
  return visit;
}

/** What stands where, from top to bottom: the row, what is written in it, and whether it is the element of the beginning. */
const rows = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('main section')].map((section) => {
      const element = section.querySelector('pt-questionnaire');
      const written = element?.shadowRoot!.querySelector<HTMLInputElement>('input:not([type=radio]), textarea')?.value;
      return [section.id, written, element === (window as unknown as { first: Record<string, Element> }).first[section.id]];
    }),
  );
const row = (id: number) => [`row-${id}`, `Crossing ${id}`, true];

test('however often a list is sorted anew, every element keeps what is in it and goes on', async () => {
  const { page, errors } = await open();
  const orders = [
    [6, 5, 4, 3, 2, 1],
    [1, 6, 2, 5, 3, 4],
    [4, 3, 5, 2, 6, 1],
    [2, 1, 4, 3, 6, 5],
    [3, 1, 2, 6, 4, 5],
  ];
  for (const order of orders) {
    await page.evaluate((order) => change(() => list.rows.forEach((row) => (row.place = order.indexOf(row.id)))), order);
    expect(await rows(page)).toEqual(order.map(row));
  }

  await field(page, 2).fill('Crossing 2b');
  await page.locator('#row-2').getByText('1 of 2 questions answered').waitFor();
  expect(errors).toEqual([]);
});

test('a row that a filter takes out comes back as a new element; its neighbours are not touched', async () => {
  const { page, errors } = await open();
  await page.evaluate(() => change(() => (list.rows[2]!.hidden = true)));
  expect((await rows(page)).map(([id]) => id)).toEqual(['row-1', 'row-2', 'row-4', 'row-5', 'row-6']);
  await page.evaluate(() => change(() => (list.rows[2]!.hidden = false)));
  await field(page, 3).waitFor();

  expect(await rows(page)).toEqual([row(1), row(2), ['row-3', '', false], row(4), row(5), row(6)]);
  await field(page, 3).fill('New');
  await page.locator('#row-3').getByText('1 of 2 questions answered').waitFor();
  expect(errors).toEqual([]);
});

test('what ng-if took out comes back new, and is moved like the others', async () => {
  const { page, errors } = await open();
  for (const open of [false, true]) await page.evaluate((open) => change(() => (list.rows[0]!.open = open)), open);
  await field(page, 1).waitFor();
  expect((await rows(page))[0]).toEqual(['row-1', '', false]);
  await field(page, 1).fill('Again');
  await page.evaluate(() => change(() => (list.rows[0]!.place = 10)));

  expect((await rows(page)).at(-1)).toEqual(['row-1', 'Again', false]);
  expect(errors).toEqual([]);
});

test('what jqLite detached goes on where it was, whenever it is appended again', async () => {
  const { page, errors } = await open();
  await page.evaluate(async () => {
    const kept = (window as unknown as { angular: { element(node: Element): { detach(): void }[] & { detach(): void } } }).angular.element(
      document.querySelector('#row-4 pt-questionnaire')!,
    );
    kept.detach();
    await new Promise((resolve) => setTimeout(resolve, 500));
    document.querySelector('#row-4')!.append(kept[0] as unknown as Node);
  });

  expect((await rows(page))[3]).toEqual(row(4));
  await field(page, 4).fill('');
  await page.locator('#row-4').getByText('0 of 2 questions answered').waitFor();
  expect(errors).toEqual([]);
});
