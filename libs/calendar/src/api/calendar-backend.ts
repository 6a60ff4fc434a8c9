/** The calendar's API as the calendar speaks of it: its own event type in and out, every failure a value. */

import { type Api } from '@shared/api';
import { type CalendarDate } from '../dates/calendar-date';
import { type CalendarEvent, type EventContent } from '../events/calendar-event';
import { parseEvent, type WireEvent, writeContent } from '../events/wire-event';
import { type components, type paths } from './schema';

export type FieldError = components['schemas']['FieldError'];

export type Failure =
  /** No answer from the network. */
  | { readonly kind: 'offline' }
  /** 503: later. */
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'not-found' }
  /** Somebody changed the event in the meantime; `current` is how it is now, absent when it is gone. */
  | { readonly kind: 'conflict'; readonly current?: CalendarEvent }
  | { readonly kind: 'invalid'; readonly errors: readonly FieldError[] }
  | { readonly kind: 'failed' };

export type Outcome<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

export interface EventQuery {
  readonly from: CalendarDate;
  /** The day after the last. */
  readonly to: CalendarDate;
  readonly timeZone: string;
  readonly signal: AbortSignal;
}

export interface CalendarBackend {
  /** `undefined`: the query's own signal ended it. */
  list(query: EventQuery): Promise<Outcome<readonly CalendarEvent[]> | undefined>;
  /** Sending the same id again is safe: an event that has it already is the answer. */
  create(id: string, content: EventContent): Promise<Outcome<CalendarEvent>>;
  replace(event: CalendarEvent, content: EventContent): Promise<Outcome<CalendarEvent>>;
  remove(event: CalendarEvent): Promise<Outcome<undefined>>;
  restore(id: string): Promise<Outcome<CalendarEvent>>;
}

export interface BackendSettings {
  readonly api: Api<paths>;
  calendarId(): string;
  /** BCP 47; for the messages of field errors. */
  language(): string;
}

const events = '/api/calendars/{calendarId}/events';
const event = '/api/calendars/{calendarId}/events/{eventId}';

export function createCalendarBackend({ api, calendarId, language }: BackendSettings): CalendarBackend {
  const headers = () => ({ 'accept-language': language() });
  const pathTo = (eventId: string) => ({ calendarId: calendarId(), eventId });

  return {
    async list({ from, to, timeZone, signal }) {
      const result = await api.get(events, {
        path: { calendarId: calendarId() },
        query: { from, to, timeZone },
        headers: headers(),
        signal,
      });
      if (result.kind === 'aborted') return undefined;
      if (result.kind !== 'ok') return failed(result);
      return { ok: true, value: result.data.events.flatMap((wire) => parseEvent(wire) ?? []) };
    },
    async create(id, content) {
      const body = { id, ...writeContent(content) };
      const result = await api.post(events, { path: { calendarId: calendarId() }, body, headers: headers() });
      if (result.kind === 'problem' && result.status === 409 && result.problem.current) return readEvent(result.problem.current);
      return result.kind === 'ok' ? readEvent(result.data) : failed(result);
    },
    async replace({ id, etag }, content) {
      const body = writeContent(content);
      const result = await api.put(event, { path: pathTo(id), body, headers: { ...headers(), 'if-match': etag } });
      return result.kind === 'ok' ? readEvent(result.data) : failed(result);
    },
    async remove({ id, etag }) {
      const result = await api.delete(event, { path: pathTo(id), headers: { ...headers(), 'if-match': etag } });
      return result.kind === 'ok' ? { ok: true, value: undefined } : failed(result);
    },
    async restore(id) {
      const result = await api.post(`${event}/restore`, { path: pathTo(id), headers: headers() });
      return result.kind === 'ok' ? readEvent(result.data) : failed(result);
    },
  };
}

function readEvent(wire: WireEvent): Outcome<CalendarEvent> {
  const value = parseEvent(wire);
  return value ? { ok: true, value } : { ok: false, failure: { kind: 'failed' } };
}

/** What all results of the client that are not `ok` have in common. */
interface NotOk {
  readonly kind: string;
  readonly status?: number;
  readonly problem?: { readonly title?: string; readonly current?: WireEvent; readonly errors?: readonly FieldError[] };
}

function failed({ kind, status, problem }: NotOk): { readonly ok: false; readonly failure: Failure } {
  return { ok: false, failure: failureOf() };

  function failureOf(): Failure {
    if (kind === 'offline' || kind === 'unauthorized') return { kind };
    switch (status) {
      case 404:
        return { kind: 'not-found' };
      case 409:
      case 412:
        return { kind: 'conflict', current: problem?.current && parseEvent(problem.current) };
      case 422:
        return { kind: 'invalid', errors: problem?.errors ?? [] };
      case 503:
        return { kind: 'unavailable' };
      default:
        return { kind: 'failed' };
    }
  }
}
