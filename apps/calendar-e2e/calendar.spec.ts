import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Browser, type Page } from 'playwright-core';
import { launchChromium, openStage, type Stage, type StageOptions } from './stage.ts';

let browser: Browser;
let stage: Stage;
let page: Page;

beforeAll(async () => {
  browser = await launchChromium();
});
afterEach(() => stage.context.close());
afterAll(() => browser.close());

async function open(options: StageOptions = {}): Promise<void> {
  stage = await openStage(browser, options);
  page = stage.page;
}

async function openLoaded(options: StageOptions = {}): Promise<void> {
  await open(options);
  await page.locator('[data-event]').first().waitFor();
}

const event = (title: string) => page.locator('[role=grid] [data-event]', { hasText: title });
const activeDate = () =>
  page.evaluate(() => document.querySelector('pt-calendar')?.shadowRoot?.activeElement?.getAttribute('data-date') ?? null);
/** Tab from the top of the page to the active day. */
async function tabToGrid(): Promise<void> {
  for (let presses = 0; presses < 20 && (await activeDate()) === null; presses++) await page.keyboard.press('Tab');
  expect(await activeDate()).toBe('2026-11-18');
}

/** Each key is followed by the frame in which the page shows what came of it. */
async function typeSlowly(keys: string): Promise<void> {
  for (const key of keys) {
    await page.keyboard.press(key);
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }
}

test('with the keyboard alone: an event is made, changed, deleted and brought back', async () => {
  await openLoaded();
  await tabToGrid();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect.poll(activeDate).toBe('2026-11-04');

  await page.keyboard.press('n');
  await page.getByLabel('Title').waitFor();
  await page.keyboard.type('Chess club');
  await page.keyboard.press('Enter');
  await event('Chess club').waitFor();
  await page.waitForFunction(() => !document.querySelector('pt-calendar')?.shadowRoot?.querySelector('.pending'));
  await expect.poll(activeDate).toBe('2026-11-04');

  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByLabel('Title').waitFor();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('Chess final');
  await page.keyboard.press('Enter');
  await event('Chess final').waitFor();
  await page.waitForFunction(() => !document.querySelector('pt-calendar')?.shadowRoot?.querySelector('.pending'));

  await page.keyboard.press('Delete');
  await event('Chess final').waitFor({ state: 'detached' });
  await expect.poll(activeDate).toBe('2026-11-04');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await event('Chess final').waitFor();

  await expect
    .poll(async () => (await stage.heard()).map(({ name }) => name))
    .toEqual(['calendar-event-created', 'calendar-event-changed', 'calendar-event-deleted', 'calendar-event-created']);
});

test('the keys of the date grid lead through days, weeks, months and years', async () => {
  await openLoaded();
  await tabToGrid();
  const steps: readonly [string, string][] = [
    ['ArrowRight', '2026-11-19'],
    ['ArrowDown', '2026-11-26'],
    ['Home', '2026-11-22'],
    ['End', '2026-11-28'],
    ['PageDown', '2026-12-28'],
    ['PageUp', '2026-11-28'],
    ['Shift+PageDown', '2027-11-28'],
    ['Shift+PageUp', '2026-11-28'],
  ];
  for (const [key, expected] of steps) {
    await page.keyboard.press(key);
    await expect.poll(activeDate, { message: key }).toBe(expected);
  }
});

test('Tab stays in a dialog, Escape leaves it and the focus returns', async () => {
  await openLoaded();
  await tabToGrid();
  await page.keyboard.press('Enter');
  await page.getByRole('dialog', { name: 'Wednesday, November 18, 2026' }).waitFor();
  for (let presses = 0; presses < 12; presses++) {
    await page.keyboard.press('Tab');
    // After the last control the browser offers its own; none of the page behind the dialog.
    const outside = await page.evaluate(() => {
      const focused = document.querySelector('pt-calendar')?.shadowRoot?.activeElement;
      return focused ? focused.closest('dialog') === null : document.activeElement !== document.body;
    });
    expect(outside).toBe(false);
  }
  await page.keyboard.press('Escape');
  await expect.poll(activeDate).toBe('2026-11-18');
});

test('month and week show the same events; the week turns by seven days', async () => {
  await openLoaded();
  await page.getByRole('button', { name: 'Week', exact: true }).click();
  await page.getByRole('heading', { name: 'Nov 15 – 21, 2026' }).waitFor();
  expect(await event('Interviews, Year 9').count()).toBe(1);

  await page.getByRole('button', { name: 'Next week' }).click();
  await page.getByRole('heading', { name: 'Nov 22 – 28, 2026' }).waitFor();
  await event('Winter concert').waitFor();
  expect(await stage.heard('calendar-view-change')).toMatchObject([
    { detail: { view: 'week', from: '2026-11-15' } },
    { detail: { view: 'week', from: '2026-11-22', to: '2026-11-29' } },
  ]);
});

test('events that overlap stand side by side, each where its time is', async () => {
  await openLoaded({ attributes: { view: 'week' } });
  const boxes = await Promise.all(['Choir rehearsal', 'Parents', 'Interviews'].map(async (title) => (await event(title).boundingBox())!));
  for (const a of boxes)
    for (const b of boxes) {
      const apart = a.x + a.width <= b.x + 1 || b.x + b.width <= a.x + 1 || a.y + a.height <= b.y + 1 || b.y + b.height <= a.y + 1;
      expect(a === b || apart).toBe(true);
    }
  const hour = (await page.locator('.hour').first().boundingBox())!.height;
  expect(boxes[1]!.y - boxes[0]!.y).toBeCloseTo(hour / 2, 0);
  expect(boxes[1]!.height).toBeCloseTo(hour * 3, 0);
});

test('a bar spans its days and goes on in the next week', async () => {
  await openLoaded();
  const [first, second] = await event('Book week').all();
  const day = (await page.locator('[data-date="2026-11-20"]').boundingBox())!;
  const [a, b] = [(await first!.boundingBox())!, (await second!.boundingBox())!];
  expect(a.x).toBeCloseTo(day.x + 4, -1);
  expect(a.width / day.width).toBeCloseTo(2, 1);
  expect(b.width / day.width).toBeCloseTo(6, 1);
  expect(b.y).toBeGreaterThan(a.y);
});

test('another time zone moves timed events and leaves whole days where they are', async () => {
  await openLoaded();
  const dayOf = (title: string) =>
    event(title)
      .first()
      .evaluate((chip) => chip.closest('[data-date]')?.getAttribute('data-date'));
  expect(await dayOf('Staff meeting')).toBe('2026-11-16');

  await page.evaluate(() => document.querySelector('pt-calendar')?.setAttribute('time-zone', 'America/New_York'));
  await page.getByText('Times in New York (GMT-5)').waitFor();
  await expect.poll(() => dayOf('Staff meeting')).toBe('2026-11-15');
  expect(await dayOf('Mock exams')).toBe('2026-11-09');
});

test('an event of another zone is edited in its own time, with ours beside it', async () => {
  await openLoaded({ attributes: { view: 'week' } });
  await event('Call with our London partners').click();
  expect(await page.getByLabel('Starts, time').inputValue()).toBe('09:00');
  expect(await page.getByText('Tokyo (GMT+9): Wed, November 18').textContent()).toContain('6:00');
});

test('a day and a time that are corrected slowly keep each part while the next is typed', async () => {
  await openLoaded();
  await tabToGrid();
  await page.keyboard.press('n');
  await page.getByLabel('Starts, date').focus();
  await typeSlowly('0310');
  expect(await page.getByLabel('Starts, date').inputValue()).toBe('2026-03-10');
  expect(await page.getByLabel('Ends, date').inputValue()).toBe('2026-03-10');
  await page.getByLabel('Starts, time').focus();
  await typeSlowly('07');
  expect(await page.getByLabel('Starts, time').inputValue()).toMatch(/^(07|19):00$/);
});

test('speaks Japanese when the page does, and follows when it changes', async () => {
  await openLoaded({ language: 'ja' });
  await page.getByRole('heading', { name: '2026年11月' }).waitFor();
  await event('職員会議').waitFor();

  await page.evaluate(() => document.querySelector('pt-calendar')?.setAttribute('locale', 'en-GB'));
  await page.getByRole('heading', { name: 'November 2026' }).waitFor();
  expect(await page.locator('[role=columnheader] .hidden').first().textContent()).toBe('Monday');
});

test('a conflict can be overwritten', async () => {
  await openLoaded({ scenario: 'calendar:conflict' });
  await event('Staff meeting').click();
  await page.getByLabel('Title').fill('Mine');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Somebody else changed this event').waitFor();
  await page.getByRole('button', { name: 'Save mine instead' }).click();
  await event('Mine').waitFor();

  const writes = stage.mocks.requests.filter(({ method }) => method === 'PUT').map(({ headers }) => headers['if-match']);
  expect(writes).toEqual(['"1"', '"2"']);
});

test('where there is little room the month shows marks and the chosen day’s events below, without scrolling sideways', async () => {
  await openLoaded({ width: 320 });
  await page.locator('[data-date="2026-11-19"]').click();
  await page.getByRole('heading', { name: 'Thursday, November 19, 2026' }).waitFor();
  await page.getByRole('button', { name: 'Fire drill' }).waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(320);
});

test('leaves nothing of itself in the page around it, under a strict content security policy', async () => {
  await openLoaded();
  expect(await page.evaluate(() => document.head.querySelectorAll('style').length)).toBe(0);
  expect(await stage.heard('pintag-error')).toEqual([]);
});

test('the page’s own properties theme it', async () => {
  await openLoaded();
  const background = () => page.getByRole('button', { name: 'New event' }).evaluate((button) => getComputedStyle(button).backgroundColor);
  await page.evaluate(() => document.querySelector('pt-calendar')?.setAttribute('style', ''));
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync('pt-calendar { --pt-color-accent: rgb(120, 0, 90); } pt-calendar::part(period) { color: rgb(1, 2, 3); }');
    document.adoptedStyleSheets.push(sheet);
  });
  expect(await background()).toBe('rgb(120, 0, 90)');
  expect(await page.locator('.period').evaluate((heading) => getComputedStyle(heading).color)).toBe('rgb(1, 2, 3)');
});
