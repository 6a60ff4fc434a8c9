/** The agenda element: the coming events as a list, grouped by day. */

import {
  ChangeDetectionStrategy,
  Component,
  computed,
  inject,
  input,
  linkedSignal,
  numberAttribute,
  output,
  signal,
  ViewEncapsulation,
} from '@angular/core';
import { credentialsAttribute, type HeadersSource, injectApi } from '@shared/api';
import { createCalendarBackend } from '../api/calendar-backend';
import { type paths } from '../api/schema';
import { addDays } from '../dates/calendar-date';
import { timeZoneLabel } from '../dates/time-zone-names';
import { type CalendarEvent } from '../events/calendar-event';
import { type WireEvent, writeEvent } from '../events/wire-event';
import { EventList } from '../listing/event-list';
import { listDays } from '../listing/list-events';
import { EventStore } from '../state/event-store';
import { describeFailure, loadShown } from '../state/load-shown';
import { Navigation } from '../state/navigation';
import { agendaWords } from './words';

const usualDays = 14;
/** More than the API answers for at once. */
const mostDays = 366;

@Component({
  selector: 'pt-calendar-agenda-root',
  encapsulation: ViewEncapsulation.ShadowDom,
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EventList],
  providers: [Navigation],
  templateUrl: './calendar-agenda.html',
  styleUrls: [
    '../styles/tokens.css',
    '../styles/controls.css',
    '../styles/progress.css',
    '../listing/event-list.css',
    './calendar-agenda.css',
  ],
})
export class CalendarAgenda {
  /** The first day, `2026-11-22`; unless given it begins now, and what is over is left out. */
  readonly date = input('');
  /** How many days, 1 to 366. */
  readonly days = input(usualDays, { transform: numberAttribute });
  /** IANA name; the browser's zone unless given. */
  readonly timeZone = input('');
  readonly calendarId = input('default');
  /** Base URL of the API; the page's origin unless given. */
  readonly api = input('');
  readonly credentials = input('same-origin', { transform: credentialsAttribute });
  /** Called before each request: bearer token, CSRF token. */
  readonly headers = input<HeadersSource | null>();

  readonly calendarEventSelected = output<{ readonly event: WireEvent }>();

  protected readonly navigation = inject(Navigation);
  protected readonly words = this.navigation.words;
  protected readonly own = computed(() => agendaWords[this.navigation.language()]);
  protected readonly store = new EventStore(
    createCalendarBackend({ api: injectApi<paths>(this), calendarId: () => this.calendarId(), language: () => this.navigation.locale() }),
  );

  private readonly step = computed(() => (this.days() >= 1 ? Math.min(Math.floor(this.days()), mostDays) : usualDays));
  /** Grows when the reader asks for more, and begins anew where the page asks for something else. */
  private readonly length = linkedSignal({
    source: () => ({ step: this.step(), date: this.date(), calendar: this.calendarId(), api: this.api() }),
    computation: ({ step }) => step,
  });
  private readonly range = computed(() => ({ first: this.navigation.date(), days: this.length() }), {
    equal: (a, b) => a.first === b.first && a.days === b.days,
  });
  private readonly shown = computed(() => ({
    range: this.range(),
    timeZone: this.navigation.zone().name,
    source: `${this.api()} ${this.calendarId()}`,
  }));

  protected readonly period = computed(() => this.navigation.formats().days(this.range()));
  protected readonly zoneLabel = computed(() =>
    this.words().timesIn(timeZoneLabel(this.navigation.zone().name, this.navigation.locale(), this.navigation.now())),
  );
  protected readonly list = computed(() => {
    const { zone, formats, words, today, now } = this.navigation;
    const over = this.date() === '' ? { over: now() } : {};
    return listDays(this.store.events(), this.range(), { zone: zone(), formats: formats(), words: words(), ...over }).map((day) => ({
      ...day,
      long: formats().dayLong(day.date),
      near: day.date === today() ? words().today : day.date === addDays(today(), 1) ? this.own().tomorrow : '',
    }));
  });
  protected readonly loadError = computed(() => describeFailure(this.store.state(), this.words()));
  protected readonly isEmpty = computed(() => this.store.state().kind === 'ready' && this.list().length === 0);
  protected readonly mayGrow = computed(() => this.length() < mostDays);
  /** For a polite live region. */
  protected readonly announcement = computed(() => {
    const { kind } = this.store.state();
    if (kind === 'loading') return this.store.loadedOnce() ? '' : this.words().loading;
    const count = this.list().reduce((sum, { events }) => sum + events.length, 0);
    return kind === 'ready' && count > 0 ? this.own().shown(count, this.period()) : '';
  });

  constructor() {
    this.navigation.follow({ view: signal('month'), date: this.date, timeZone: this.timeZone, weekStart: signal('') });
  }

  protected readonly load = loadShown({ store: this.store, shown: this.shown, renewedBy: [this.headers, this.navigation.locale] });

  protected showMore(): void {
    // Disabled it would lose the focus.
    if (this.store.state().kind === 'loading') return;
    this.length.update((days) => Math.min(days + this.step(), mostDays));
  }

  protected select(event: CalendarEvent): void {
    this.calendarEventSelected.emit({ event: writeEvent(event) });
  }
}
