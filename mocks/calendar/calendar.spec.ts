import { getResponse } from 'msw';
import { expect, test } from 'vitest';
import { makeEvent, makeEvents } from './fixtures.ts';
import { calendarApi } from './scenarios.ts';
import type { Event, EventContent, EventList } from './types.ts';

const baseUrl = 'https://api.school.example';
const clock = () => new Date('2026-11-18T04:20:00Z');
const { id: _id, etag: _etag, ...content } = makeEvent();

interface Ask {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A school of its own; answers as `status` and parsed `body`. */
function school(scenario = 'happy') {
  const api = calendarApi.open({ baseUrl, clock });
  const handlers = [...api.handlers(scenario)];
  return async (path: string, { method = 'GET', body, headers = {} }: Ask = {}) => {
    const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body);
    const request = new Request(`${baseUrl}/api/calendars/${path}`, { method, headers, ...(text !== undefined && { body: text }) });
    const response = await getResponse(handlers, request);
    if (!response) throw new Error(`Nothing answers ${method} ${path}.`);
    const answer = await response.text();
    const parsed: unknown = answer ? JSON.parse(answer) : undefined;
    return { status: response.status, body: parsed };
  };
}

const range = (from: string, to: string, timeZone = 'Asia/Tokyo') => `school/events?from=${from}&to=${to}&timeZone=${timeZone}`;
const titles = ({ body }: { readonly body: unknown }) => (body as EventList).events.map(({ title }) => title);

const ranges: readonly (readonly [string, string, string, readonly string[]])[] = [
  ['2026-11-16', '2026-11-17', 'Asia/Tokyo', ['Staff meeting', 'Library visit, Year 7']],
  ['2026-11-15', '2026-11-16', 'America/New_York', ['Staff meeting', 'Library visit, Year 7']],
  ['2026-11-09', '2026-11-10', 'Asia/Tokyo', ['Mock exams']],
  ['2026-11-13', '2026-11-13', 'Asia/Tokyo', []],
  ['2026-11-27', '2026-11-28', 'Asia/Tokyo', ['Book week']],
  ['2026-11-28', '2026-11-29', 'Asia/Tokyo', []],
];
test.each(ranges)('from %s until before %s in %s there is %j', async (from, to, timeZone, expected) => {
  const answer = await school()(range(from, to, timeZone));
  expect(answer.status).toBe(from === to ? 422 : 200);
  if (answer.status === 200) expect(titles(answer)).toEqual(expected);
});

const mistakes: readonly (readonly [string, Partial<EventContent>, readonly string[]])[] = [
  ['no title', { title: ' ' }, ['title required']],
  ['a long title', { title: 'x'.repeat(121) }, ['title too-long']],
  ['an end before the start', { when: { allDay: true, start: '2026-11-18', end: '2026-11-18' } }, ['end before-start']],
  ['more than a month', { when: { allDay: true, start: '2026-11-18', end: '2026-12-31' } }, ['end too-far']],
  ['no date', { when: { allDay: true, start: 'soon', end: '2026-12-31' } }, ['start invalid']],
  [
    'an unknown zone',
    { when: { allDay: false, start: '2026-11-18T00:00:00Z', end: '2026-11-18T00:00:00Z', timeZone: 'Mars/Olympus' } },
    ['timeZone invalid'],
  ],
  ['several at once', { title: '', notes: 'x'.repeat(2001) }, ['title required', 'notes too-long']],
];
test.each(mistakes)('%s is refused', async (_, change, expected) => {
  const answer = await school()('school/events', { method: 'POST', body: { id: 'new', ...content, ...change } });
  expect(answer.status).toBe(422);
  const { errors } = answer.body as { readonly errors: readonly { readonly field: string; readonly code: string }[] };
  expect(errors.map(({ field, code }) => `${field} ${code}`)).toEqual(expected);
});

test('its sentences come in the language that was asked for', async () => {
  const body = { id: 'new', ...content, title: '' };
  const answer = await school()('school/events', { method: 'POST', body, headers: { 'Accept-Language': 'ja' } });
  expect(answer.body).toMatchObject({ errors: [{ message: '予定のタイトルを入力してください。' }] });
});

test.each(['not JSON', '{}', JSON.stringify({ ...content, when: {} }), JSON.stringify({ ...content, color: 'pink' })])(
  'a body that is no event is refused: %s',
  async (body) => {
    expect(await school()('school/events', { method: 'POST', body })).toMatchObject({ status: 400 });
  },
);

test('the same id twice is a conflict that shows the first', async () => {
  const ask = school();
  const body = { id: 'new', ...content };
  expect(await ask('school/events', { method: 'POST', body })).toMatchObject({ status: 201, body: { etag: '"1"' } });
  expect(await ask('school/events', { method: 'POST', body })).toMatchObject({ status: 409, body: { current: { id: 'new' } } });
});

test('a change needs the ETag it was made from', async () => {
  const ask = school();
  const change = (etag: string) => ask('school/events/drill', { method: 'PUT', body: content, headers: { 'If-Match': etag } });
  expect(await change('"1"')).toMatchObject({ status: 200, body: { etag: '"2"', title: 'Assembly' } });
  expect(await change('"1"')).toMatchObject({ status: 412, body: { current: { etag: '"2"' } } });
});

test('what was deleted can be restored, once, under a new ETag', async () => {
  const ask = school();
  expect(await ask('school/events/drill', { method: 'DELETE', headers: { 'If-Match': '"1"' } })).toMatchObject({ status: 204 });
  expect(await ask('school/events/drill')).toMatchObject({ status: 404 });
  expect(await ask('school/events/drill/restore', { method: 'POST' })).toMatchObject({ status: 200, body: { etag: '"2"' } });
  expect(await ask('school/events/drill/restore', { method: 'POST' })).toMatchObject({ status: 404 });
});

test('calendars do not share their events; one does not exist', async () => {
  const ask = school();
  await ask('a/events', { method: 'POST', body: { id: 'new', ...content } });
  expect(await ask('b/events/new')).toMatchObject({ status: 404 });
  expect(await ask('missing/events?from=2026-11-16&to=2026-11-17&timeZone=UTC')).toMatchObject({ status: 404 });
});

test('in the conflict scenario the first change meets a newer event, the next one does not', async () => {
  const ask = school('conflict');
  const change = (etag: string) => ask('school/events/drill', { method: 'PUT', body: content, headers: { 'If-Match': etag } });
  expect(await change('"1"')).toMatchObject({ status: 412, body: { current: { etag: '"2"', location: 'Room 5' } } });
  expect(await change('"2"')).toMatchObject({ status: 200 });
});

test('in the empty scenario what is added stays', async () => {
  const ask = school('empty');
  expect(titles(await ask(range('2026-11-01', '2026-12-01')))).toEqual([]);
  await ask('school/events', { method: 'POST', body: { id: 'new', ...content } });
  expect(titles(await ask(range('2026-11-01', '2026-12-01')))).toEqual(['Assembly']);
});

test('in the maintenance scenario the first change fails, the same again succeeds', async () => {
  const ask = school('maintenance');
  const body = { id: 'new', ...content };
  expect(await ask('school/events', { method: 'POST', body })).toMatchObject({ status: 503 });
  expect(await ask('school/events', { method: 'POST', body })).toMatchObject({ status: 201 });
});

test('every fixture obeys the rules, in both languages, under the same ids', async () => {
  const [en, ja] = [makeEvents('2026-11-18'), makeEvents('2026-11-18', 'ja')];
  expect(ja.map(({ id, when }) => ({ id, when }))).toEqual(en.map(({ id, when }) => ({ id, when })));
  const ask = school();
  for (const [index, event] of [...en, ...ja].entries()) {
    const { status } = await ask('school/events', { method: 'POST', body: { ...event, id: `copy-${index}` } satisfies Event });
    expect(status, event.title).toBe(201);
  }
});
