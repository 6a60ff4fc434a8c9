/** The calendar element: what the page sets, what it is told, and the frame around the month and the week. */

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
  untracked,
  ViewEncapsulation,
} from '@angular/core';
import { credentialsAttribute, type HeadersSource, injectApi } from '@shared/api';
import { createCalendarBackend } from './api/calendar-backend';
import { type paths } from './api/schema';
import { addDays, type CalendarDate } from './dates/calendar-date';
import { timeZoneLabel } from './dates/time-zone-names';
import { formatMinutes } from './dates/zoned-time';
import { DayDialog } from './day/day-dialog';
import { EventDialog } from './dialog/event-dialog';
import { spanOf, touches } from './events/calendar-event';
import { type WireEvent, writeEvent } from './events/wire-event';
import { type CalendarView } from './layout/visible-range';
import { MonthView } from './month/month-view';
import { NoticeBar } from './notice/notice-bar';
import { Editing } from './state/editing';
import { EventStore } from './state/event-store';
import { describeFailure, loadShown } from './state/load-shown';
import { Navigation } from './state/navigation';
import { Space } from './state/space';
import { type SelectedSlot, WeekView } from './week/week-view';

/** Detail of `calendar-view-change`: what is shown now, after the reader turned a page or changed the view. */
export interface ViewChange {
  readonly view: CalendarView;
  /** The active day. */
  readonly date: CalendarDate;
  /** The first day shown. */
  readonly from: CalendarDate;
  /** The day after the last one shown. */
  readonly to: CalendarDate;
  readonly timeZone: string;
}

/** Detail of `calendar-date-selected`. */
export interface DateSelected {
  readonly date: CalendarDate;
  /** `09:00`; absent unless the reader chose an hour. */
  readonly time?: string;
  readonly timeZone: string;
}

@Component({
  selector: 'pt-calendar-root',
  encapsulation: ViewEncapsulation.ShadowDom,
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [DayDialog, EventDialog, MonthView, NoticeBar, WeekView],
  providers: [Navigation, Space],
  host: { '(keydown)': 'press($event)' },
  templateUrl: './calendar.html',
  styleUrls: [
    './styles/tokens.css',
    './styles/controls.css',
    './styles/progress.css',
    './calendar.css',
    './event/event-chip.css',
    './month/month-view.css',
    './week/week-view.css',
    './dialog/dialog.css',
    './day/day-events.css',
  ],
})
export class Calendar {
  /** `month` or `week`. */
  readonly view = input('month');
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

  readonly calendarViewChange = output<ViewChange>();
  readonly calendarDateSelected = output<DateSelected>();
  readonly calendarEventCreated = output<{ readonly event: WireEvent; readonly restored: boolean }>();
  readonly calendarEventChanged = output<{ readonly event: WireEvent; readonly previous: WireEvent }>();
  readonly calendarEventDeleted = output<{ readonly event: WireEvent }>();

  protected readonly navigation = inject(Navigation);
  protected readonly space = inject(Space);
  protected readonly store = new EventStore(
    createCalendarBackend({ api: injectApi<paths>(this), calendarId: () => this.calendarId(), language: () => this.navigation.locale() }),
  );
  protected readonly editing = new Editing({
    store: this.store,
    navigation: this.navigation,
    newId: () => crypto.randomUUID(),
    tell: {
      created: (event, { restored }) => this.calendarEventCreated.emit({ event: writeEvent(event), restored }),
      changed: (event, previous) => this.calendarEventChanged.emit({ event: writeEvent(event), previous: writeEvent(previous) }),
      deleted: (event) => this.calendarEventDeleted.emit({ event: writeEvent(event) }),
    },
  });
  protected readonly words = this.navigation.words;

  private readonly root = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly injector = inject(Injector);

  protected readonly zoneLabel = computed(() =>
    this.words().timesIn(timeZoneLabel(this.navigation.zone().name, this.navigation.locale(), this.navigation.now())),
  );
  protected readonly isEmpty = computed(() => {
    const { first, days } = this.navigation.range();
    const zone = this.navigation.zone();
    const shown = this.store.events().some(({ when }) => touches(spanOf(when, zone), first, addDays(first, days - 1)));
    return this.store.state().kind === 'ready' && !shown;
  });
  protected readonly loadError = computed(() => describeFailure(this.store.state(), this.words()));

  constructor() {
    this.navigation.follow(this);
    this.tellWhatIsShown();
    this.keepFocus();
  }

  private readonly shown = computed(() => ({
    range: this.navigation.range(),
    timeZone: this.navigation.zone().name,
    source: `${this.api()} ${this.calendarId()}`,
  }));

  protected readonly load = loadShown({ store: this.store, shown: this.shown, renewedBy: [this.headers, this.navigation.locale] });

  protected step(step: -1 | 1): void {
    this.navigation.step(step);
  }

  protected goToToday(): void {
    this.navigation.goTo(this.navigation.today());
  }

  protected show(view: CalendarView): void {
    this.navigation.show(view);
  }

  protected select({ date, hour }: SelectedSlot): void {
    const time = hour === undefined ? {} : { time: formatMinutes(hour * 60) };
    this.calendarDateSelected.emit({ date, ...time, timeZone: this.navigation.zone().name });
  }

  protected press(event: KeyboardEvent): void {
    if (event.key.toLowerCase() !== 'z' || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    // In a dialog Control Z belongs to the field.
    if (this.editing.dialog() || this.editing.notice()?.kind !== 'deleted') return;
    event.preventDefault();
    this.editing.undo();
  }

  private tellWhatIsShown(): void {
    let before: ViewChange | undefined;
    effect(() => {
      const { first, days } = this.navigation.range();
      const view = this.navigation.view();
      const now = {
        view,
        from: first,
        to: addDays(first, days),
        timeZone: this.navigation.zone().name,
        date: untracked(this.navigation.date),
      };
      const turned = before && (before.view !== now.view || before.from !== now.from || before.to !== now.to);
      before = now;
      if (turned) untracked(() => this.calendarViewChange.emit(now));
    });
  }

  /** A dialog that closes gives the focus back to where it was; when that is gone, to the active day. */
  private keepFocus(): void {
    let invoker: Element | null = null;
    let wasOpen = false;
    effect(() => {
      const isOpen = this.editing.dialog() !== undefined;
      if (isOpen && !wasOpen) invoker = this.root.shadowRoot?.activeElement ?? null;
      if (!isOpen && wasOpen) afterNextRender(() => this.giveFocusTo(invoker), { injector: this.injector });
      wasOpen = isOpen;
    });
  }

  private giveFocusTo(invoker: Element | null): void {
    const root = this.root.shadowRoot;
    const id = invoker?.getAttribute('data-event');
    const again = id ? root?.querySelector(`[data-event="${CSS.escape(id)}"]`) : undefined;
    const target = invoker?.isConnected ? invoker : (again ?? root?.querySelector('[data-active]'));
    if (target instanceof HTMLElement) target.focus();
  }
}
