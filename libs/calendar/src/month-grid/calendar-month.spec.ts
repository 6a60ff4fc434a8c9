import { startMockServer } from '@mocks/server';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { api, now } from '../testing/calendar-page';
import { type ElementPage, type ElementPageOptions, listen, openElement } from '../testing/element-page';
import { CalendarMonth } from './calendar-month';

vi.setConfig({ testTimeout: 30_000 });

const server = startMockServer({ baseUrl: api, clock: () => new Date(now) });
let page: ElementPage<CalendarMonth>;

beforeEach(() => server.setScenario('calendar', 'happy'));
afterEach(() => {
  page.fixture.destroy();
  document.documentElement.removeAttribute('lang');
});
afterAll(() => server.close());

async function open(options: ElementPageOptions = {}): Promise<void> {
  page = await openElement(CalendarMonth, options);
}

async function openLoaded(options: ElementPageOptions = {}): Promise<void> {
  await open(options);
  await page.until(() => page.texts('.mark').length > 0);
}

const titles = () => page.texts('.event-title');
const day = (date: string) => page.find(`[data-date="${date}"]`)!;

test('shows the month of today with a mark for each event, and the events of today', async () => {
  await openLoaded();
  expect(page.texts('.period')).toEqual(['November 2026']);
  expect(page.find('[aria-current=date]')?.dataset['date']).toBe('2026-11-18');
  expect(day('2026-11-19').querySelectorAll('.mark')).toHaveLength(4);
  expect(day('2026-11-19').querySelector('.hidden')?.textContent).toBe('Thursday, November 19, 2026, 5 events');
  expect(page.texts('.chosen-heading')).toEqual(['Wednesday, November 18, 2026']);
  expect(titles()).toEqual(['Year 8 at the coast', 'Boiler inspection', 'Science fair', 'Call with our London partners']);
});

test('a day that is chosen shows its events, and the page is told', async () => {
  await openLoaded();
  const chosen = listen(page.fixture.componentInstance.calendarDateSelected);
  day('2026-11-16').click();
  await page.until(() => page.texts('.chosen-heading')[0] === 'Monday, November 16, 2026');
  expect(titles()).toEqual(['Staff meeting', 'Library visit, Year 7']);
  await page.key('ArrowRight');
  await page.key('Enter');
  expect(chosen).toEqual([
    { date: '2026-11-16', timeZone: 'Asia/Tokyo' },
    { date: '2026-11-17', timeZone: 'Asia/Tokyo' },
  ]);
});

test('a day without events says so', async () => {
  await openLoaded({ inputs: { date: '2026-11-02' } });
  expect(page.texts('.nothing')).toEqual(['Nothing planned on this day.']);
});

const moves: readonly (readonly [key: string, expected: string])[] = [
  ['ArrowRight', '2026-11-19'],
  ['ArrowUp', '2026-11-11'],
  ['Home', '2026-11-15'],
  ['End', '2026-11-21'],
  ['PageDown', '2026-12-18'],
  ['Shift+PageUp', '2025-11-18'],
];
test.each(moves)('%s moves the one tab stop and the focus to %s', async (key, expected) => {
  await openLoaded();
  page.find('[data-active]')?.focus();
  await page.key(key);

  const stops = [...page.root.querySelectorAll<HTMLElement>('[role=gridcell][tabindex="0"]')];
  expect(stops.map(({ dataset }) => dataset['date'])).toEqual([expected]);
  await page.until(() => page.root.activeElement === stops[0]);
});

test('tells the page about another month, and about nothing else', async () => {
  await openLoaded();
  const changes = listen(page.fixture.componentInstance.calendarViewChange);
  await page.key('ArrowRight');
  await page.press('Next month');
  await page.until(() => changes.length > 0);
  expect(changes).toEqual([{ view: 'month', date: '2026-12-19', from: '2026-11-29', to: '2027-01-03', timeZone: 'Asia/Tokyo' }]);
  await page.press('Today');
  expect(page.texts('.period')).toEqual(['November 2026']);
});

test('an event opens to show the rest, and the page is told', async () => {
  await openLoaded({ inputs: { date: '2026-11-16' } });
  const told = listen(page.fixture.componentInstance.calendarEventSelected);
  page.find<HTMLDetailsElement>('[data-event=staff-meeting]')!.open = true;
  await page.until(() => told.length === 1);
  expect(told[0]).toMatchObject({ event: { id: 'staff-meeting', title: 'Staff meeting' } });
});

test('begins the week where the locale or the page says', async () => {
  await openLoaded({ locale: 'en-GB' });
  expect(page.find('[role=columnheader] .hidden')?.textContent).toBe('Monday');
  page.set('weekStart', 'saturday');
  await page.until(() => page.find('[role=columnheader] .hidden')?.textContent === 'Saturday');
});

test('speaks Japanese', async () => {
  await openLoaded({ locale: 'ja' });
  expect(page.texts('.period')).toEqual(['2026年11月']);
  expect(titles()).toContain('科学発表会');
  expect(page.texts('#keys')[0]).toContain('矢印キー');
});

const failures: readonly (readonly [scenario: string, sentence: string])[] = [
  ['error', 'The events could not be loaded.'],
  ['offline', 'The calendar cannot be reached. Check your connection.'],
  ['signed-out', 'You are signed out. Sign in again to see the events.'],
];
test.each(failures)('the scenario %s says "%s", and trying again helps', async (scenario, sentence) => {
  server.setScenario('calendar', scenario);
  await open();
  await page.until(() => page.find('.banner'));
  expect(page.texts('.banner p')).toEqual([sentence]);

  server.setScenario('calendar', 'happy');
  await page.press('Try again');
  await page.until(() => page.texts('.mark').length > 0);
  expect(page.find('.banner')).toBeUndefined();
});

test('an empty month says so; while it loads nothing is said to be empty', async () => {
  server.setScenario('calendar', 'empty');
  await open();
  await page.until(() => page.texts('.nothing')[0] === 'Nothing planned in November 2026.');

  server.setScenario('calendar', 'slow');
  await page.press('Next month');
  expect(page.find('.stage')?.getAttribute('aria-busy')).toBe('true');
  expect(page.texts('.nothing')).toEqual(['']);
});
