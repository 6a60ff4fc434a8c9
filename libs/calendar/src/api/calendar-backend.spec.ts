import { createApi } from '@shared/api';
import { startMockServer } from '@mocks/server';
import { http, HttpResponse } from 'msw';
import { afterAll, afterEach, expect, test } from 'vitest';
import { type CalendarEvent } from '../events/calendar-event';
import { writeEvent } from '../events/wire-event';
import { createCalendarBackend, type Failure } from './calendar-backend';
import { type paths } from './schema';

const base = 'https://api.school.example';
const server = startMockServer({ baseUrl: base });
afterEach(() => server.msw.resetHandlers());
afterAll(() => server.close());

const api = createApi<paths>({
  base: () => base,
  credentials: () => 'same-origin',
  headers: () => ({}),
  timeout: 5000,
  unauthorized: () => undefined,
  headersFailed: () => undefined,
});
const backend = createCalendarBackend({ api, calendarId: () => 'school/1', language: () => 'ja' });
const event: CalendarEvent = {
  id: 'a b',
  etag: '"7"',
  title: 'Concert',
  when: { allDay: false, start: Date.parse('2026-11-18T09:00Z'), end: Date.parse('2026-11-18T10:00Z'), timeZone: 'Asia/Tokyo' },
  location: '',
  notes: '',
  color: 'blue',
};
const path = `${base}/api/calendars/:calendarId/events`;
const answer = (status: number, body: object) =>
  server.msw.use(http.all(`${path}/:eventId`, () => HttpResponse.json({ type: 'about:blank', title: 'No', status, ...body }, { status })));

const failures: readonly [number, object, Failure][] = [
  [401, {}, { kind: 'unauthorized' }],
  [403, {}, { kind: 'failed' }],
  [404, {}, { kind: 'not-found' }],
  [409, { current: writeEvent(event) }, { kind: 'conflict', current: event }],
  [412, { current: writeEvent(event) }, { kind: 'conflict', current: event }],
  [412, {}, { kind: 'conflict', current: undefined }],
  [422, { errors: [] }, { kind: 'invalid', errors: [] }],
  [422, {}, { kind: 'invalid', errors: [] }],
  [500, {}, { kind: 'failed' }],
  [503, {}, { kind: 'unavailable' }],
];
test.each(failures)('%i %j is the failure %j', async (status, body, failure) => {
  answer(status, body);
  expect(await backend.replace(event, event)).toEqual({ ok: false, failure });
});

test('names travel encoded, the ETag as If-Match, the language as Accept-Language', async () => {
  let asked: Request | undefined;
  server.msw.use(
    http.put(`${path}/:eventId`, ({ request }) => {
      asked = request;
      return HttpResponse.json(writeEvent(event));
    }),
  );
  expect(await backend.replace(event, event)).toEqual({ ok: true, value: event });
  expect(asked && new URL(asked.url).pathname).toBe('/api/calendars/school%2F1/events/a%20b');
  expect(asked?.headers.get('if-match')).toBe('"7"');
  expect(asked?.headers.get('accept-language')).toBe('ja');
});

test('an id that is there already is the event that an unanswered request made', async () => {
  server.msw.use(
    http.post(path, () =>
      HttpResponse.json({ type: 'about:blank', title: 'There', status: 409, current: writeEvent(event) }, { status: 409 }),
    ),
  );
  expect(await backend.create('a b', event)).toEqual({ ok: true, value: event });
});

test('an event with a broken time does not hide the others; an unknown zone becomes UTC', async () => {
  const wire = writeEvent(event);
  const events = [
    { ...wire, id: 'broken', when: { allDay: true, start: '2026-02-30', end: '2026-03-01' } },
    { ...wire, id: 'backwards', when: { allDay: true, start: '2026-11-18', end: '2026-11-17' } },
    { ...wire, id: 'mars', when: { ...wire.when, timeZone: 'Mars/Olympus' } },
  ];
  server.msw.use(http.get(path, () => HttpResponse.json({ events })));
  const query = { from: '2026-11-01', to: '2026-12-01', timeZone: 'UTC', signal: new AbortController().signal } as const;
  expect(await backend.list(query)).toMatchObject({
    ok: true,
    value: [
      { id: 'backwards', when: { end: '2026-11-19' } },
      { id: 'mars', when: { start: Date.parse('2026-11-18T09:00Z'), timeZone: 'UTC' } },
    ],
  });
});

test('a list that nobody waits for any more is no answer', async () => {
  const query = { from: '2026-11-01', to: '2026-12-01', timeZone: 'UTC', signal: AbortSignal.abort() } as const;
  expect(await backend.list(query)).toBeUndefined();
});
