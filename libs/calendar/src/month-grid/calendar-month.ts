/** The month element: a small month that marks the days with events, and the events of the chosen day below. */

import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  output,
  signal,
  untracked,
  ViewEncapsulation,
} from '@angular/core';
import { credentialsAttribute, type HeadersSource, injectApi } from '@shared/api';
import { createCalendarBackend } from '../api/calendar-backend';
import { type paths } from '../api/schema';
import { addDays, type CalendarDate, daysFrom } from '../dates/calendar-date';
import { timeZoneLabel } from '../dates/time-zone-names';
import { type CalendarEvent, spanEvents } from '../events/calendar-event';
import { type WireEvent, writeEvent } from '../events/wire-event';
import { dateAfterKey } from '../layout/visible-range';
import { EventList } from '../listing/event-list';
import { listDay } from '../listing/list-events';
import { EventStore } from '../state/event-store';
import { describeFailure, loadShown } from '../state/load-shown';
import { Navigation } from '../state/navigation';
import { layOutMonth } from './lay-out-month';
import { monthWords } from './words';

/** Detail of `calendar-view-change`: what is shown now, after the reader turned to another month. */
export interface MonthChange {
  readonly view: 'month';
  /** The active day. */
  readonly date: CalendarDate;
  /** The first day shown. */
  readonly from: CalendarDate;
  /** The day after the last one shown. */
  readonly to: CalendarDate;
  readonly timeZone: string;
}

@Component({
  selector: 'pt-calendar-month-root',
  encapsulation: ViewEncapsulation.ShadowDom,
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EventList],
  providers: [Navigation],
  host: { '(keydown)': 'press($event)', '(click)': 'point($event)' },
  templateUrl: './calendar-month.html',
  styleUrls: [
    '../styles/tokens.css',
    '../styles/controls.css',
    '../styles/progress.css',
    '../listing/event-list.css',
    './calendar-month.css',
  ],
})
export class CalendarMonth {
  /** The day to show, `2026-11-22`; today unless given. */
  readonly date = input('');
  /** IANA name; the browser's zone unless given. */
  readonly timeZone = input('');
  /** `monday`, `sun`, 1 to 7 (Monday to Sunday); that of the locale unless given. */
  readonly weekStart = input<string | number>('');
  readonly calendarId = input('default');
  /** Base URL of the API; the page's origin unless given. */
  readonly api = input('');
  readonly credentials = input('same-origin', { transform: credentialsAttribute });
  /** Called before each request: bearer token, CSRF token. */
  readonly headers = input<HeadersSource | null>();

  readonly calendarViewChange = output<MonthChange>();
  readonly calendarDateSelected = output<{ readonly date: CalendarDate; readonly timeZone: string }>();
  readonly calendarEventSelected = output<{ readonly event: WireEvent }>();

  protected readonly navigation = inject(Navigation);
  protected readonly words = this.navigation.words;
  protected readonly own = computed(() => monthWords[this.navigation.language()]);
  protected readonly store = new EventStore(
    createCalendarBackend({ api: injectApi<paths>(this), calendarId: () => this.calendarId(), language: () => this.navigation.locale() }),
  );
  private readonly root = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly injector = inject(Injector);

  private readonly shown = computed(() => ({
    range: this.navigation.range(),
    timeZone: this.navigation.zone().name,
    source: `${this.api()} ${this.calendarId()}`,
  }));

  protected readonly zoneLabel = computed(() =>
    this.words().timesIn(timeZoneLabel(this.navigation.zone().name, this.navigation.locale(), this.navigation.now())),
  );
  protected readonly weekdays = computed(() => {
    const { weekday, weekdayLong } = this.navigation.formats();
    return daysFrom(this.navigation.range().first, 7).map((date) => ({ date, short: weekday(date), long: weekdayLong(date) }));
  });
  protected readonly weeks = computed(() => {
    const { navigation } = this;
    const { dayOfMonth, dayLong } = navigation.formats();
    const [active, today] = [navigation.date(), navigation.today()];
    return layOutMonth(spanEvents(this.store.events(), navigation.zone()), navigation.range(), active).map(({ first, days }) => ({
      first,
      days: days.map((day) => ({
        ...day,
        number: dayOfMonth(day.date),
        label: `${dayLong(day.date)}, ${this.words().eventCount(day.count)}`,
        active: day.date === active,
        today: day.date === today,
      })),
    }));
  });
  /** Of the active day. */
  protected readonly list = computed(() => {
    const { date, zone, formats, words } = this.navigation;
    return listDay(this.store.events(), date(), { zone: zone(), formats: formats(), words: words() });
  });
  protected readonly loadError = computed(() => describeFailure(this.store.state(), this.words()));
  protected readonly emptyText = computed(() => {
    if (this.store.state().kind !== 'ready') return '';
    return this.store.events().length === 0 ? this.own().empty(this.navigation.period()) : this.words().emptyDay;
  });

  constructor() {
    const { date, timeZone, weekStart, navigation } = this;
    navigation.follow({ view: signal('month'), date, timeZone, weekStart });

    let before: MonthChange | undefined;
    effect(() => {
      const { first, days } = navigation.range();
      const now = { view: 'month', from: first, to: addDays(first, days), timeZone: navigation.zone().name } as const;
      const change = { ...now, date: untracked(navigation.date) };
      const turned = before && (before.from !== change.from || before.to !== change.to);
      before = change;
      if (turned) untracked(() => this.calendarViewChange.emit(change));
    });
  }

  protected readonly load = loadShown({ store: this.store, shown: this.shown, renewedBy: [this.headers, this.navigation.locale] });

  protected goToToday(): void {
    this.navigation.goTo(this.navigation.today());
  }

  protected press(event: KeyboardEvent): void {
    const { navigation } = this;
    if (!pressedIn(event)?.closest('[role=grid]')) return;
    const modified = event.ctrlKey || event.altKey || event.metaKey;
    if (!modified && (event.key === 'Enter' || event.key === ' ')) this.choose(navigation.date());
    else {
      const date = dateAfterKey('month', event, navigation.date(), navigation.weekStart());
      if (!date) return;
      navigation.goTo(date);
      this.focusDay();
    }
    event.preventDefault();
  }

  protected point(event: Event): void {
    const date = pressedIn(event)?.closest<HTMLElement>('[data-date]')?.dataset['date'];
    if (date) this.choose(date as CalendarDate);
  }

  private choose(date: CalendarDate): void {
    this.navigation.goTo(date);
    this.calendarDateSelected.emit({ date, timeZone: this.navigation.zone().name });
    this.focusDay();
  }

  protected select(event: CalendarEvent): void {
    this.calendarEventSelected.emit({ event: writeEvent(event) });
  }

  private focusDay(): void {
    const focus = () => this.root.shadowRoot?.querySelector<HTMLElement>('[data-active]')?.focus();
    afterNextRender(focus, { injector: this.injector });
  }
}

/** To a listener on the host, what happened inside its shadow root happened to the host. */
const pressedIn = (event: Event): Element | undefined => event.composedPath()[0] as Element | undefined;
