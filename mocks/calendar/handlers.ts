/** The calendar API when all is well: ranges are answered, events are checked and stored, changes made from an old state are refused. */
import { http, HttpResponse, type HttpHandler } from 'msw';
import type { MockContext } from '../mock-api.ts';
import { plainProblem, problem } from '../problem.ts';
import { checkEvent, checkQuery } from './check-event.ts';
import { type Language, languageOf } from './fixtures.ts';
import { readEvent } from './read-event.ts';
import { bin, type CalendarState, isWithin, openCalendar, restore, store, translate } from './state.ts';
import type { Conflict, Event, EventContent, EventList, FieldError, InvalidFields, Problem } from './types.ts';

export type CalendarContext = MockContext<CalendarState>;
export type CalendarParams = { readonly calendarId: string };
export type EventParams = CalendarParams & { readonly eventId: string };
export type WriteResult = Event | Problem | Conflict | InvalidFields;

export const eventsPath = '/api/calendars/:calendarId/events';
export const eventPath = `${eventsPath}/:eventId`;

export function createCalendarHandlers({ baseUrl, state, clock }: CalendarContext): readonly HttpHandler[] {
  const open = (id: string) => openCalendar(state, id, clock());
  const read = (event: Event, language: Language) => translate(event, language, clock());

  return [
    http.get<CalendarParams, never, EventList | Problem | InvalidFields>(`${baseUrl}${eventsPath}`, ({ request, params }) => {
      const calendar = open(params.calendarId);
      if (!calendar) return unknown();
      const language = languageFor(request);
      const query = new URL(request.url).searchParams;
      const errors = checkQuery(query, language);
      if (errors.length) return invalidFields(errors);
      const range = { from: query.get('from') ?? '', to: query.get('to') ?? '', timeZone: query.get('timeZone') ?? '' };
      const events = [...calendar.events.values()].filter((event) => isWithin(event, range));
      return HttpResponse.json({ events: events.map((event) => read(event, language)) });
    }),

    http.post<CalendarParams, EventContent, WriteResult>(`${baseUrl}${eventsPath}`, async ({ request, params }) => {
      const calendar = open(params.calendarId);
      if (!calendar) return unknown();
      const content = await readEvent(request.clone());
      if (!content?.id) return malformed();
      const existing = calendar.events.get(content.id);
      if (existing) return conflict(409, existing);
      const errors = checkEvent(content, languageFor(request));
      return errors.length ? invalidFields(errors) : HttpResponse.json(store(calendar, content.id, content), { status: 201 });
    }),

    http.get<EventParams, never, Event | Problem>(`${baseUrl}${eventPath}`, ({ request, params }) => {
      const event = open(params.calendarId)?.events.get(params.eventId);
      return event ? HttpResponse.json(read(event, languageFor(request))) : unknown();
    }),

    http.put<EventParams, EventContent, WriteResult>(`${baseUrl}${eventPath}`, async ({ request, params }) => {
      const calendar = open(params.calendarId);
      const event = calendar?.events.get(params.eventId);
      if (!calendar || !event) return unknown();
      const content = await readEvent(request.clone());
      if (!content) return malformed();
      if (request.headers.get('If-Match') !== event.etag) return conflict(412, read(event, languageFor(request)));
      const errors = checkEvent(content, languageFor(request));
      return errors.length ? invalidFields(errors) : HttpResponse.json(store(calendar, event.id, content));
    }),

    http.delete<EventParams, never, Problem | Conflict>(`${baseUrl}${eventPath}`, ({ request, params }) => {
      const calendar = open(params.calendarId);
      const event = calendar?.events.get(params.eventId);
      if (!calendar || !event) return unknown();
      if (request.headers.get('If-Match') !== event.etag) return conflict(412, read(event, languageFor(request)));
      bin(calendar, event);
      return new HttpResponse<never>(null, { status: 204 });
    }),

    http.post<EventParams, never, Event | Problem>(`${baseUrl}${eventPath}/restore`, ({ request, params }) => {
      const calendar = open(params.calendarId);
      const event = calendar && restore(calendar, params.eventId);
      return event ? HttpResponse.json(read(event, languageFor(request))) : unknown();
    }),
  ];
}

export const languageFor = (request: Request) => languageOf(request.headers.get('Accept-Language'));

export function invalidFields(errors: readonly FieldError[]) {
  return problem<InvalidFields>({ ...plainProblem(422, 'Unprocessable Content', 'Some fields break a rule.'), errors: [...errors] });
}

export function conflict(status: 409 | 412, current: Event) {
  return problem<Conflict>({
    ...plainProblem(status, status === 409 ? 'Conflict' : 'Precondition Failed', 'The event is another one now.'),
    current,
  });
}

const unknown = () => problem<Problem>(plainProblem(404, 'Not Found', 'There is no such calendar or event.'));
const malformed = () => problem<Problem>(plainProblem(400, 'Bad Request', 'The body is not an event.'));
