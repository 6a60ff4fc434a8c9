/** Weeks under each other, events as bars over their days. */

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
  ViewEncapsulation,
  viewChild,
} from '@angular/core';
import { addDays, type CalendarDate, daysFrom, isSameMonth } from '../dates/calendar-date';
import { DayEvents } from '../day/day-events';
import { EventChip } from '../event/event-chip';
import { isLong, spanEvents, spanOf, touches } from '../events/calendar-event';
import { handleGridKey, pointedDate } from '../keyboard/grid-keyboard';
import { type Bar, fitBars, layoutBars } from '../layout/bars';
import { type Editing } from '../state/editing';
import { Navigation } from '../state/navigation';
import { observeSize, Space } from '../state/space';

/** CSS pixels; month.css has the same. */
const numberHeight = 30;
const laneHeight = 24;

@Component({
  selector: 'pt-month-view',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [DayEvents, EventChip],
  templateUrl: './month-view.html',
  host: { '(keydown)': 'press($event)', '(click)': 'point($event)', '(dblclick)': 'add($event)' },
})
export class MonthView {
  readonly editing = input.required<Editing>();
  /** Somebody pointed at a day. */
  readonly selected = output<CalendarDate>();

  protected readonly navigation = inject(Navigation);
  protected readonly space = inject(Space);
  private readonly injector = inject(Injector);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly rows = viewChild.required<ElementRef<HTMLElement>>('rows');
  private readonly height = signal(0);

  /** How many bars fit under a day's number. */
  protected readonly lanes = computed(() => {
    const { days } = this.navigation.range();
    return this.height() === 0 ? 3 : Math.max(0, Math.floor((this.height() / (days / 7) - numberHeight) / laneHeight));
  });

  protected readonly weekdays = computed(() => {
    const { weekday, weekdayLong } = this.navigation.formats();
    return daysFrom(this.navigation.range().first, 7).map((date) => ({ date, short: weekday(date), long: weekdayLong(date) }));
  });

  private readonly events = computed(() => spanEvents(this.editing().store.events(), this.navigation.zone()));

  protected readonly weeks = computed(() => {
    const { first, days } = this.navigation.range();
    return Array.from({ length: days / 7 }, (_, week) => this.week(addDays(first, week * 7)));
  });

  constructor() {
    effect((onCleanup) => onCleanup(observeSize(this.rows().nativeElement, ({ height }) => this.height.set(height))));
  }

  protected isReachable({ event }: Bar): boolean {
    const date = this.navigation.date();
    return touches(spanOf(event.when, this.navigation.zone()), date, date);
  }

  protected look({ event, columns }: Bar): 'bar' | 'line' {
    return isLong(event.when) || columns > 1 ? 'bar' : 'line';
  }

  protected press(event: KeyboardEvent): void {
    const { navigation } = this;
    handleGridKey(event, {
      navigation,
      editing: this.editing(),
      add: () => this.editing().openNew(navigation.date()),
      moveTo: (date) => (navigation.goTo(date), this.focusCell()),
      focusCell: () => this.focusCell(),
    });
  }

  protected point(event: Event): void {
    const date = pointedDate(event);
    if (!date) return;
    this.go(date);
    this.focusCell();
  }

  protected add(event: Event): void {
    const date = pointedDate(event);
    if (date) this.editing().openNew(date);
  }

  protected open(date: CalendarDate): void {
    this.go(date);
    // Without room for words the day's events stand under the month anyway.
    if (!this.space.narrow()) this.editing().openDay(date);
  }

  private go(date: CalendarDate): void {
    this.navigation.goTo(date);
    this.selected.emit(date);
  }

  private focusCell(): void {
    afterNextRender(() => this.host.querySelector<HTMLElement>('[data-active]')?.focus(), { injector: this.injector });
  }

  private week(first: CalendarDate) {
    const { formats, words, date: active, today } = this.navigation;
    const all = layoutBars(this.events(), { first, days: 7 });
    const { visible, hidden } = fitBars(all, { days: 7, lanes: this.lanes() });
    const days = daysFrom(first, 7).map((date, column) => {
      const count = all.filter((bar) => bar.column <= column && column < bar.column + bar.columns).length;
      return {
        date,
        number: formats().dayOfMonth(date),
        long: formats().dayLong(date),
        count: words().eventCount(count),
        outside: !isSameMonth(date, active()),
        today: date === today(),
        active: date === active(),
        bars: visible.filter((bar) => bar.column === column),
        marks: all.filter((bar) => bar.column <= column && column < bar.column + bar.columns).slice(0, 4),
        hidden: hidden[column] ?? 0,
      };
    });
    return { first, days };
  }
}
