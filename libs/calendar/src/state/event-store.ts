/**
 * The events of the visible days. What the server confirmed and what is under way are kept apart and laid over each other,
 * so rolling back a change that failed is forgetting it.
 */

import { computed, type Signal, signal } from '@angular/core';
import { type CalendarBackend, type Failure, type Outcome } from '../api/calendar-backend';
import { addDays } from '../dates/calendar-date';
import { type CalendarEvent, type EventContent } from '../events/calendar-event';
import { type VisibleRange } from '../layout/visible-range';

export type LoadState = { readonly kind: 'loading' } | { readonly kind: 'ready' } | { readonly kind: 'failed'; readonly failure: Failure };

type Change = { readonly kind: 'put'; readonly event: CalendarEvent } | { readonly kind: 'remove'; readonly id: string };

export interface LoadOptions {
  readonly range: VisibleRange;
  readonly timeZone: string;
  /** Names the calendar and its API. */
  readonly source: string;
}

export class EventStore {
  readonly #backend: CalendarBackend;
  readonly #confirmed = signal<ReadonlyMap<string, CalendarEvent>>(new Map());
  readonly #changes = signal<readonly Change[]>([]);
  readonly #loading = signal<LoadState>({ kind: 'loading' });
  readonly #loadedOnce = signal(false);
  #load = new AbortController();
  #source: string | undefined;
  /** What was confirmed since the load began: its answer may be older. `undefined`: deleted. */
  #since = new Map<string, CalendarEvent | undefined>();

  constructor(backend: CalendarBackend) {
    this.#backend = backend;
  }

  readonly state: Signal<LoadState> = this.#loading.asReadonly();
  /** Whether the events of some range have arrived; before that, "empty" means nothing. */
  readonly loadedOnce: Signal<boolean> = this.#loadedOnce.asReadonly();

  readonly events = computed<readonly CalendarEvent[]>(() => {
    const events = new Map(this.#confirmed());
    for (const change of this.#changes()) {
      if (change.kind === 'put') events.set(change.event.id, change.event);
      else events.delete(change.id);
    }
    return [...events.values()];
  });

  /** Ids of events that wait for the server; they cannot be changed again until it has answered. */
  readonly pending = computed<ReadonlySet<string>>(
    () => new Set(this.#changes().map((change) => (change.kind === 'put' ? change.event.id : change.id))),
  );

  /** A load that is still under way is given up. The events shown so far stay until the answer, unless they are of another source. */
  async load({ range: { first, days }, timeZone, source }: LoadOptions): Promise<void> {
    this.stop();
    if (source !== this.#source) {
      this.#confirmed.set(new Map());
      this.#loadedOnce.set(false);
      this.#source = source;
    }
    const { signal } = (this.#load = new AbortController());
    this.#since.clear();
    this.#loading.set({ kind: 'loading' });
    const outcome = await this.#backend.list({ from: first, to: addDays(first, days), timeZone, signal });
    if (!outcome || signal.aborted) return;
    if (!outcome.ok) return this.#loading.set({ kind: 'failed', failure: outcome.failure });
    const loaded = new Map<string, CalendarEvent | undefined>([
      ...outcome.value.map((event) => [event.id, event] as const),
      ...this.#since,
    ]);
    this.#confirmed.set(new Map([...loaded.values()].flatMap((event) => (event ? [[event.id, event] as const] : []))));
    this.#loadedOnce.set(true);
    this.#loading.set({ kind: 'ready' });
  }

  /** Gives up the load that is under way. */
  stop(): void {
    this.#load.abort();
  }

  create(id: string, content: EventContent): Promise<Outcome<CalendarEvent>> {
    return this.#put({ id, etag: '', ...content }, () => this.#backend.create(id, content));
  }

  replace(event: CalendarEvent, content: EventContent): Promise<Outcome<CalendarEvent>> {
    return this.#put({ ...event, ...content }, () => this.#backend.replace(event, content));
  }

  restore(event: CalendarEvent): Promise<Outcome<CalendarEvent>> {
    return this.#put(event, () => this.#backend.restore(event.id));
  }

  remove(event: CalendarEvent): Promise<Outcome<undefined>> {
    return this.#during(
      { kind: 'remove', id: event.id },
      () => this.#backend.remove(event),
      () => this.#forget(event.id),
    );
  }

  /** Takes over how an event is on the server, as a conflict told us; `undefined`: it is gone. */
  adopt(id: string, current: CalendarEvent | undefined): void {
    if (current) this.#confirm(current);
    else this.#forget(id);
  }

  #put(event: CalendarEvent, send: () => Promise<Outcome<CalendarEvent>>): Promise<Outcome<CalendarEvent>> {
    return this.#during({ kind: 'put', event }, send, (confirmed) => this.#confirm(confirmed));
  }

  async #during<T>(change: Change, send: () => Promise<Outcome<T>>, confirm: (value: T) => void): Promise<Outcome<T>> {
    this.#changes.update((changes) => [...changes, change]);
    try {
      const outcome = await send();
      if (outcome.ok) confirm(outcome.value);
      return outcome;
    } finally {
      this.#changes.update((changes) => changes.filter((other) => other !== change));
    }
  }

  #confirm(event: CalendarEvent): void {
    this.#since.set(event.id, event);
    this.#confirmed.update((events) => new Map(events).set(event.id, event));
  }

  #forget(id: string): void {
    this.#since.set(id, undefined);
    this.#confirmed.update((events) => new Map([...events].filter(([other]) => other !== id)));
  }
}
