import { startMockServer } from '@mocks/server';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { api, now } from '../testing/calendar-page';
import { type ElementPage, type ElementPageOptions, listen, openElement } from '../testing/element-page';
import { CalendarAgenda } from './calendar-agenda';

vi.setConfig({ testTimeout: 30_000 });

const server = startMockServer({ baseUrl: api, clock: () => new Date(now) });
let page: ElementPage<CalendarAgenda>;

beforeEach(() => server.setScenario('calendar', 'happy'));
afterEach(() => {
  page.fixture.destroy();
  document.documentElement.removeAttribute('lang');
});
afterAll(() => server.close());

async function open(options: ElementPageOptions = {}): Promise<void> {
  page = await openElement(CalendarAgenda, options);
}

async function openLoaded(options: ElementPageOptions = {}): Promise<void> {
  await open(options);
  await page.until(() => page.texts('.event').length > 0);
}

const titles = () => page.texts('.event-title');
const dates = () => [...page.root.querySelectorAll<HTMLElement>('.agenda-day')].map(({ dataset }) => dataset['date']);

test('lists what is to come from now on, each event under its first day', async () => {
  await openLoaded();
  expect(page.texts('.agenda-heading').slice(0, 2)).toEqual([
    'Today, Wednesday, November 18, 2026',
    'Tomorrow, Thursday, November 19, 2026',
  ]);
  expect(titles().slice(0, 3)).toEqual(['Year 8 at the coast', 'Science fair', 'Call with our London partners']);
  // It ended this morning.
  expect(titles()).not.toContain('Boiler inspection');
  expect(titles().filter((title) => title === 'Book week')).toHaveLength(1);
  expect(page.texts('.event-time')[1]).toBe('10am – 3pm');
});

test('a day that is set is where it begins, with what is over by now', async () => {
  await openLoaded({ inputs: { date: '2026-11-16', days: 2 } });
  expect(dates()).toEqual(['2026-11-16', '2026-11-17']);
  expect(titles()).toEqual(['Staff meeting', 'Library visit, Year 7', 'Year 8 at the coast', 'Boiler inspection']);
  expect(page.texts('.period')).toEqual(['Nov 16 – 17, 2026']);
});

const lengths: readonly (readonly [days: unknown, period: string])[] = [
  [1, 'Nov 18, 2026'],
  ['7', 'Nov 18 – 24, 2026'],
  [2.9, 'Nov 18 – 19, 2026'],
  [0, 'Nov 18 – Dec 1, 2026'],
  ['many', 'Nov 18 – Dec 1, 2026'],
  [10_000, 'Nov 18, 2026 – Nov 18, 2027'],
];
test.each(lengths)('days="%s" shows %s', async (days, period) => {
  await open({ inputs: { days } });
  expect(page.texts('.period').map((text) => text.replaceAll('\u2009', ' '))).toEqual([period]);
});

test('more days can be asked for, as many again, until there are no more', async () => {
  await openLoaded({ inputs: { days: 7 } });
  expect(titles()).not.toContain('Winter concert');
  await page.press('Show more days');
  await page.until(() => titles().includes('Winter concert'));
  expect(page.texts('.period')).toEqual(['Nov 18 – Dec 1, 2026']);

  page.set('days', 366);
  await page.until(() => !page.find('.further'));
});

test('an event opens to show the rest, and the page is told', async () => {
  await openLoaded();
  const told = listen(page.fixture.componentInstance.calendarEventSelected);
  const event = page.find<HTMLDetailsElement>('[data-event=london]')!;
  event.open = true;
  await page.until(() => told.length === 1);
  expect(told[0]).toMatchObject({ event: { id: 'london', when: { start: '2026-11-18T09:00:00Z', timeZone: 'Europe/London' } } });
  expect(event.querySelector('.event-rest')?.textContent).toContain('Wed, November 18');

  event.open = false;
  await page.fixture.whenStable();
  expect(told).toHaveLength(1);
});

test('a time zone puts events on its own days and hours', async () => {
  await openLoaded({ inputs: { timeZone: 'America/New_York', date: '2026-11-17' } });
  expect(page.find('[data-date="2026-11-18"] [data-event=drill] .event-time')?.textContent).toBe('9pm – 9:20pm');
  expect(page.texts('.zone')).toEqual(['Times in New York (GMT-5)']);
});

test('speaks Japanese', async () => {
  await openLoaded({ locale: 'ja' });
  expect(page.texts('.near')).toEqual(['今日', '明日']);
  expect(titles()).toContain('科学発表会');
  expect(page.texts('.further')).toEqual(['さらに先を表示']);
});

test('what is there is said once it is loaded', async () => {
  server.setScenario('calendar', 'slow');
  await open({ inputs: { days: 2 } });
  expect(page.texts('[role=status]')).toEqual(['Loading events']);
  expect(page.find('.stage')?.getAttribute('aria-busy')).toBe('true');
  await page.until(() => page.texts('[role=status]')[0]?.startsWith('7 events'));
});

const failures: readonly (readonly [scenario: string, sentence: string])[] = [
  ['error', 'The events could not be loaded.'],
  ['offline', 'The calendar cannot be reached. Check your connection.'],
  ['closed', 'The calendar is taking a short break. Try again in a moment.'],
  ['signed-out', 'You are signed out. Sign in again to see the events.'],
];
test.each(failures)('the scenario %s says "%s", and trying again helps', async (scenario, sentence) => {
  server.setScenario('calendar', scenario);
  await open();
  await page.until(() => page.find('.banner'));
  expect(page.texts('.banner p')).toEqual([sentence]);

  server.setScenario('calendar', 'happy');
  await page.press('Try again');
  await page.until(() => titles().length > 0);
  expect(page.find('.banner')).toBeUndefined();
});

test('signed out: the page is told; new headers load the events', async () => {
  server.setScenario('calendar', 'signed-out');
  const told = vi.fn();
  document.addEventListener('pintag-unauthorized', told, { once: true });
  await open();
  await page.until(() => page.find('.banner'));
  expect(told).toHaveBeenCalledTimes(1);

  page.set('headers', () => ({ Authorization: 'Bearer teacher' }));
  await page.until(() => titles().length > 0);
});

test('an empty calendar says so', async () => {
  server.setScenario('calendar', 'empty');
  await open({ inputs: { days: 7 } });
  await page.until(() => page.find('.nothing'));
  expect(page.texts('.nothing').map((text) => text.replaceAll('\u2009', ' '))).toEqual(['Nothing planned, Nov 18 – 24, 2026']);
});
