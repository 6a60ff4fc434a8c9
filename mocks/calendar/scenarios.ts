/** The scenarios of the calendar API. */
import { http, HttpResponse } from 'msw';
import { defineMockApi } from '../mock-api.ts';
import { plainProblem, problem } from '../problem.ts';
import { fieldError } from './check-event.ts';
import { makeEvents } from './fixtures.ts';
import {
  type CalendarContext,
  type CalendarParams,
  createCalendarHandlers,
  eventPath,
  type EventParams,
  eventsPath,
  invalidFields,
  languageFor,
} from './handlers.ts';
import { type CalendarState, createState, isWithin, openCalendar, store } from './state.ts';
import type { EventContent, EventList, InvalidFields, Problem } from './types.ts';

const fixtureIds: ReadonlySet<string> = new Set(makeEvents('2026-11-18').map(({ id }) => id));

export const calendarApi = defineMockApi<CalendarState>({
  name: 'calendar',
  path: '/api/calendars',
  createState,
  happy: { about: 'Every calendar but `missing` exists; events are checked and stored.', handlers: createCalendarHandlers },
  empty: {
    about: 'Nothing is planned yet; what you add stays.',
    handlers: ({ baseUrl, state, clock }) => [
      http.get<CalendarParams, never, EventList>(`${baseUrl}${eventsPath}`, ({ request, params }) => {
        const query = new URL(request.url).searchParams;
        const range = { from: query.get('from') ?? '', to: query.get('to') ?? '', timeZone: query.get('timeZone') ?? 'UTC' };
        const added = [...(openCalendar(state, params.calendarId, clock())?.events.values() ?? [])].filter(({ id }) => !fixtureIds.has(id));
        return HttpResponse.json({ events: added.filter((event) => isWithin(event, range)) });
      }),
    ],
  },
  scenarios: {
    conflict: {
      about: 'Somebody else changes each event just before your first change to it: 412, then fine.',
      handlers: (context) => {
        const meddled = new Set<string>();
        const meddle = meddler(context, meddled);
        return [
          http.put<EventParams>(`${context.baseUrl}${eventPath}`, meddle),
          http.delete<EventParams>(`${context.baseUrl}${eventPath}`, meddle),
        ];
      },
    },
    invalid: {
      about: 'Saving fails with 422 on the title.',
      handlers: ({ baseUrl }) => {
        const refuse = ({ request }: { readonly request: Request }) =>
          invalidFields([
            fieldError('title', 'invalid', languageFor(request), [
              'This title is taken by another event.',
              'このタイトルは別の予定で使われています。',
            ]),
          ]);
        return [
          http.post<CalendarParams, EventContent, InvalidFields>(`${baseUrl}${eventsPath}`, refuse),
          http.put<EventParams, EventContent, InvalidFields>(`${baseUrl}${eventPath}`, refuse),
        ];
      },
    },
    maintenance: {
      about: 'The first change fails with 503, then changes succeed.',
      handlers: ({ baseUrl }) => {
        let closed = true;
        const refuse = () => {
          if (!closed) return undefined;
          closed = false;
          return unavailable();
        };
        return [
          http.post<CalendarParams, never, Problem>(`${baseUrl}${eventsPath}`, refuse),
          http.put<EventParams, never, Problem>(`${baseUrl}${eventPath}`, refuse),
          http.delete<EventParams, never, Problem>(`${baseUrl}${eventPath}`, refuse),
        ];
      },
    },
    closed: {
      about: 'Every request fails with 503.',
      handlers: ({ baseUrl }) => [http.all<CalendarParams, never, Problem>(`${baseUrl}/api/calendars/*`, unavailable)],
    },
  },
});

/** Changes the stored event and answers nothing, so that the happy path sees an old If-Match. */
function meddler({ state, clock }: CalendarContext, meddled: Set<string>) {
  return ({ params, request }: { readonly params: EventParams; readonly request: Request }): undefined => {
    const calendar = openCalendar(state, params.calendarId, clock());
    const event = calendar?.events.get(params.eventId);
    if (!calendar || !event || meddled.has(event.id)) return;
    meddled.add(event.id);
    const note = languageFor(request) === 'ja' ? '5番教室' : 'Room 5';
    store(calendar, event.id, { ...event, location: note });
  };
}

const unavailable = () => problem<Problem>(plainProblem(503, 'Service Unavailable', 'Back in a moment.'), { 'Retry-After': '2' });
