import { startMockServer } from '@mocks/server';
import { afterAll, afterEach, beforeEach, expect, test, vi } from 'vitest';
import { api, type CalendarPage, type CalendarPageOptions, now, openCalendar } from './testing/calendar-page';

vi.setConfig({ testTimeout: 30_000 });

const server = startMockServer({ baseUrl: api, clock: () => new Date(now) });
let page: CalendarPage;
/** A calendar that only one test changes: the mocked school remembers. */
let calendar = 0;

beforeEach(() => {
  calendar += 1;
  server.setScenario('calendar', 'happy');
});
afterEach(() => {
  page.fixture.destroy();
  document.documentElement.removeAttribute('lang');
});
afterAll(() => server.close());

async function open(options: Partial<CalendarPageOptions> = {}): Promise<void> {
  page = await openCalendar({ calendarId: `c${calendar}`, ...options });
}

async function openLoaded(options: Partial<CalendarPageOptions> = {}): Promise<void> {
  await open(options);
  await page.until(() => page.titles().length > 0);
}

function listen<T>(output: { subscribe(listener: (value: T) => void): unknown }): T[] {
  const heard: T[] = [];
  output.subscribe((value) => heard.push(value));
  return heard;
}

test('shows the month of today with its events, and marks the day', async () => {
  await openLoaded();

  expect(page.period()).toBe('November 2026');
  expect(page.titles()).toContain('Staff meeting');
  expect(page.find('[aria-current=date]')?.dataset['date']).toBe('2026-11-18');
});

test('an event of many days is one bar in each week it touches', async () => {
  await openLoaded();
  const bars = page.titles().filter((title) => title === 'Book week');
  expect(bars).toHaveLength(2);
});

test('a day that holds more than fits says how many, and opens them all', async () => {
  await openLoaded();
  const more = page.find<HTMLElement>('[data-date="2026-11-19"] .more')!;
  expect(more.textContent).toContain('+3 more');
  expect(more.textContent).toContain('3 more on Thursday, November 19, 2026');

  more.click();
  await page.fixture.whenStable();
  const listed = [...page.root.querySelectorAll('dialog .day-event-title')].map(({ textContent }) => textContent);
  expect(listed).toEqual(['Year 8 at the coast', 'Fire drill', 'Choir rehearsal', 'Parents’ evening', 'Interviews, Year 9']);
});

test('a time zone shows events on its own days', async () => {
  await openLoaded();
  expect(page.event('Staff meeting').closest('[data-date]')?.getAttribute('data-date')).toBe('2026-11-16');

  page.set('timeZone', 'America/New_York');
  await page.until(() => page.event('Staff meeting').closest('[data-date="2026-11-15"]'));
  expect(page.find('.zone')?.textContent).toBe('Times in New York (GMT-5)');
});

test('a time zone that does not exist leaves the browser’s own', async () => {
  await openLoaded({ timeZone: 'Mars/Olympus' });
  expect(page.titles()).toContain('Staff meeting');
});

const firstWeekdays: readonly [string, string | undefined, string][] = [
  ['en-US', undefined, 'Sunday'],
  ['en-GB', undefined, 'Monday'],
  ['ja', undefined, '日曜日'],
  ['en-US', 'monday', 'Monday'],
  ['ja', '6', '土曜日'],
];
test.each(firstWeekdays)('in %s with week-start %s the first column is %s', async (locale, weekStart, expected) => {
  await openLoaded({ locale, ...(weekStart && { weekStart }) });
  expect(page.find('[role=columnheader] .hidden')?.textContent).toBe(expected);
});

test('speaks Japanese', async () => {
  await openLoaded({ locale: 'ja' });
  expect(page.period()).toBe('2026年11月');
  expect(page.titles()).toContain('職員会議');
  expect(page.find('.controls .primary')?.textContent).toContain('予定を追加');
});

const moves: readonly [string, string][] = [
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
  await page.until(() => page.focused() === stops[0]);
});

test('tells the page about another view, and about nothing else', async () => {
  await openLoaded();
  const changes = listen(page.fixture.componentInstance.calendarViewChange);
  await page.press('Week');
  await page.key('ArrowRight');

  expect(changes).toEqual([{ view: 'week', date: '2026-11-18', from: '2026-11-15', to: '2026-11-22', timeZone: 'Asia/Tokyo' }]);
});

test('tells the page which day was chosen', async () => {
  await openLoaded();
  const chosen = listen(page.fixture.componentInstance.calendarDateSelected);
  page.find('[data-date="2026-11-12"]')?.click();
  await page.press('Week');
  page.find('[data-date="2026-11-13"][data-row="14"]')?.click();

  expect(chosen).toEqual([
    { date: '2026-11-12', timeZone: 'Asia/Tokyo' },
    { date: '2026-11-13', time: '14:00', timeZone: 'Asia/Tokyo' },
  ]);
});

test('in the week the arrows up and down move by hour, and N adds an event there', async () => {
  await openLoaded({ view: 'week' });
  await page.key('ArrowDown');
  await page.key('n');

  expect(page.find<HTMLInputElement>('[name=startDate]')?.value).toBe('2026-11-18');
  expect(page.find<HTMLInputElement>('[name=startTime]')?.value).toBe('10:00');
});

test('a new event is there at once, and announced when it is saved', async () => {
  await openLoaded({ date: '2026-11-04' });
  const created = listen(page.fixture.componentInstance.calendarEventCreated);
  await page.key('n');
  await page.type('#title', 'Chess club');
  server.setScenario('calendar', 'slow');
  await page.press('Save');
  expect(page.event('Chess club').classList).toContain('pending');
  expect(created).toEqual([]);

  await vi.waitFor(() => expect(created).toHaveLength(1), { timeout: 10_000 });
  expect(created[0]).toMatchObject({
    restored: false,
    event: { title: 'Chess club', etag: '"1"', when: { start: '2026-11-04T00:00:00Z' } },
  });
  await page.until(() => page.said().includes('“Chess club” added'));
  expect(page.event('Chess club').classList).not.toContain('pending');
});

test('a form with mistakes stays open, says which, and sends nothing', async () => {
  await openLoaded();
  await page.key('n');
  await page.type('[name=endDate]', '2026-11-17');
  await page.press('Save');

  expect(page.find('#title-error')?.textContent).toBe('Please give the event a title.');
  expect(page.find('#end-error')?.textContent).toBe('The end is before the start.');
  await page.until(() => page.focused()?.id === 'title');
});

test('a change is saved under the ETag it was made from', async () => {
  await openLoaded();
  const changed = listen(page.fixture.componentInstance.calendarEventChanged);
  page.event('Staff meeting').click();
  await page.fixture.whenStable();
  await page.type('#title', 'Staff breakfast');
  await page.press('Save');

  await page.until(() => changed.length === 1);
  expect(changed[0]).toMatchObject({ event: { title: 'Staff breakfast', etag: '"2"' }, previous: { title: 'Staff meeting', etag: '"1"' } });
});

test('a field that the server refuses is marked with the server’s own sentence, and what was typed is still there', async () => {
  await openLoaded();
  server.setScenario('calendar', 'invalid');
  await page.key('n');
  await page.type('#title', 'Chess club');
  await page.press('Save');

  await page.until(() => page.find('#title-error'));
  expect(page.find('#title-error')?.textContent).toBe('This title is taken by another event.');
  expect(page.find<HTMLInputElement>('#title')?.value).toBe('Chess club');
  expect(page.titles()).not.toContain('Chess club');
});

test('an event longer than the API allows is refused at its end', async () => {
  await openLoaded();
  await page.key('n');
  await page.type('#title', 'Sabbatical');
  await page.type('[name=endDate]', '2027-11-18');
  await page.press('Save');

  await page.until(() => page.find('#end-error'));
  expect(page.find('#end-error')?.textContent).toBe('An event lasts at most 31 days.');
});

test('a change that somebody else was faster with can replace theirs', async () => {
  server.setScenario('calendar', 'conflict');
  await openLoaded();
  page.event('Staff meeting').click();
  await page.fixture.whenStable();
  await page.type('#title', 'Mine');
  await page.press('Save');
  await page.until(() => page.find('.conflict'));
  expect(page.find('.theirs')?.textContent).toContain('Room 5');
  expect(page.titles()).toContain('Staff meeting');

  await page.press('Save mine instead');
  await page.until(() => page.said().includes('“Mine” saved'));
  expect(page.titles()).toContain('Mine');
});

test('a change that somebody else was faster with can be given up for theirs', async () => {
  server.setScenario('calendar', 'conflict');
  await openLoaded();
  page.event('Staff meeting').click();
  await page.fixture.whenStable();
  await page.type('#title', 'Mine');
  await page.press('Save');
  await page.until(() => page.find('.conflict'));

  await page.press('Use their version');
  expect(page.find<HTMLInputElement>('#title')?.value).toBe('Staff meeting');
  expect(page.find<HTMLInputElement>('#location')?.value).toBe('Room 5');
});

test('a change that finds no server is rolled back, and tried again on demand', async () => {
  await openLoaded();
  page.event('Staff meeting').click();
  await page.fixture.whenStable();
  await page.type('#title', 'Staff breakfast');
  server.setScenario('calendar', 'offline');
  await page.press('Save');
  await page.until(() => page.notice());
  expect(page.notice()).toBe('“Staff breakfast” was not saved. You seem to be offline.');
  expect(page.titles()).toContain('Staff meeting');

  server.setScenario('calendar', 'happy');
  await page.press('Try again');
  await page.until(() => page.titles().includes('Staff breakfast'));
  expect(page.titles()).not.toContain('Staff meeting');
});

test('a change that finds the server closed keeps what was typed for review', async () => {
  await openLoaded();
  server.setScenario('calendar', 'closed');
  await page.key('n');
  await page.type('#title', 'Chess club');
  await page.press('Save');
  await page.until(() => page.notice().includes('taking a short break'));

  await page.press('Review');
  expect(page.find<HTMLInputElement>('#title')?.value).toBe('Chess club');
});

test('Delete removes the event, says so, and Control Z brings it back', async () => {
  await openLoaded();
  const { calendarEventDeleted, calendarEventCreated } = page.fixture.componentInstance;
  const [deleted, created] = [listen(calendarEventDeleted), listen(calendarEventCreated)];
  page.event('Staff meeting').focus();
  await page.key('Delete', page.event('Staff meeting'));
  expect(page.titles()).not.toContain('Staff meeting');
  expect(page.said()).toContain('“Staff meeting” deleted');
  await page.until(() => page.focused() === page.find('[data-active]'));
  await page.until(() => deleted.length === 1);

  await page.key('Control+z');
  await page.until(() => created.length === 1);
  expect(created[0]).toMatchObject({ restored: true, event: { id: 'staff-meeting' } });
  expect(page.titles()).toContain('Staff meeting');
});

test('undo that is faster than the deletion waits for it', async () => {
  await openLoaded();
  await page.key('Delete', page.event('Staff meeting'));
  await page.press('Undo');
  await page.until(() => page.titles().includes('Staff meeting'));
  await page.until(() => page.said().includes('is back'));
});

test('a deletion that fails brings the event back and says why', async () => {
  await openLoaded();
  server.setScenario('calendar', 'error');
  await page.key('Delete', page.event('Staff meeting'));
  await page.until(() => page.notice().includes('was not deleted'));
  expect(page.notice()).toContain('Something went wrong on the server.');
  expect(page.titles()).toContain('Staff meeting');
});

test('an event that somebody changed in the meantime is not deleted unasked', async () => {
  server.setScenario('calendar', 'conflict');
  await openLoaded();
  await page.key('Delete', page.event('Staff meeting'));
  await page.until(() => page.notice().includes('Somebody else changed it.'));
  expect(page.titles()).toContain('Staff meeting');

  await page.press('Try again');
  await page.until(() => page.notice() === '“Staff meeting” deleted');
});

const failures: readonly [string, string][] = [
  ['error', 'The events could not be loaded.'],
  ['offline', 'The calendar cannot be reached. Check your connection.'],
  ['closed', 'The calendar is taking a short break. Try again in a moment.'],
  ['signed-out', 'You are signed out. Sign in again to see the events.'],
];
test.each(failures)('the scenario %s says "%s", and trying again helps', async (scenario, sentence) => {
  server.setScenario('calendar', scenario);
  await open();
  await page.until(() => page.find('.banner'));
  expect(page.find('.banner p')?.textContent).toBe(sentence);

  server.setScenario('calendar', 'happy');
  await page.press('Try again');
  await page.until(() => page.titles().length > 0);
  expect(page.find('.banner')).toBeUndefined();
});

test('a calendar that does not exist says so', async () => {
  await open({ calendarId: 'missing' });
  await page.until(() => page.find('.banner'));
  expect(page.find('.banner p')?.textContent).toBe('This calendar does not exist, or you may not see it.');
});

test('signed out: the page is told; new headers load the events', async () => {
  server.setScenario('calendar', 'signed-out');
  const told = vi.fn();
  document.addEventListener('pintag-unauthorized', told, { once: true });
  await open();
  await page.until(() => page.find('.banner'));
  expect(told).toHaveBeenCalledTimes(1);

  page.set('headers', () => ({ Authorization: 'Bearer teacher' }));
  await page.until(() => page.titles().length > 0);
});

test('an empty calendar says so for what is shown, until something is added', async () => {
  server.setScenario('calendar', 'empty');
  await open();
  await page.until(() => page.find('.empty'));
  expect(page.find('.empty-title')?.textContent).toBe('Nothing planned in November 2026');

  await page.key('n');
  await page.type('#title', 'Chess club');
  await page.press('Save');
  await page.until(() => page.titles().includes('Chess club'));
  expect(page.find('.empty')).toBeUndefined();
});

test('another calendar does not show the events of the last one while it loads', async () => {
  await openLoaded();
  server.setScenario('calendar', 'slow');
  page.set('calendarId', `other${calendar}`);
  await page.fixture.whenStable();
  expect(page.titles()).toEqual([]);
  expect(page.find('.stage')?.getAttribute('aria-busy')).toBe('true');
});

test('closing a dialog gives the focus back to where it was', async () => {
  await openLoaded();
  const chip = page.event('Staff meeting');
  chip.focus();
  chip.click();
  await page.fixture.whenStable();
  await page.press('Cancel');
  await page.until(() => page.focused() === chip);
});
