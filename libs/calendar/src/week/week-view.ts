/** Seven days beside each other: whole days on top, hours below. Where there is no room for seven, the active one alone. */

import {
  afterNextRender,
  ChangeDetectionStrategy,
  Component,
  computed,
  ElementRef,
  inject,
  Injector,
  input,
  output,
  signal,
  ViewEncapsulation,
  viewChild,
} from '@angular/core';
import { type CalendarDate, daysFrom } from '../dates/calendar-date';
import { EventChip } from '../event/event-chip';
import { type CalendarEvent, isLong, spanEvents, spanOf, touches } from '../events/calendar-event';
import { handleGridKey, pointedCell } from '../keyboard/grid-keyboard';
import { fitBars, layoutBars } from '../layout/bars';
import { type Block, layoutDay } from '../layout/columns';
import { type Editing } from '../state/editing';
import { Navigation } from '../state/navigation';
import { Space } from '../state/space';

const hours = Array.from({ length: 24 }, (_, hour) => hour);
const mostLanes = 4;
/** The row above the hours. */
const allDayRow = -1;
const firstHourShown = 7.5;

export interface SelectedSlot {
  readonly date: CalendarDate;
  /** 0 to 23; absent in the row of whole days. */
  readonly hour?: number;
}

@Component({
  selector: 'pt-week-view',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [EventChip],
  templateUrl: './week-view.html',
  host: { '(keydown)': 'press($event)', '(click)': 'point($event)', '(dblclick)': 'addThere($event)' },
})
export class WeekView {
  readonly editing = input.required<Editing>();
  /** Somebody pointed at a day or an hour. */
  readonly selected = output<SelectedSlot>();

  protected readonly navigation = inject(Navigation);
  protected readonly space = inject(Space);
  protected readonly allDayRow = allDayRow;
  private readonly injector = inject(Injector);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly scroller = viewChild.required<ElementRef<HTMLElement>>('scroller');
  /** The hour that is active, or the row of whole days. */
  protected readonly row = signal(9);

  protected readonly week = computed(() => daysFrom(this.navigation.range().first, 7).map((date) => this.head(date)));
  protected readonly days = computed(() => (this.space.narrow() ? this.week().filter(({ active }) => active) : this.week()));

  private readonly events = computed(() => spanEvents(this.editing().store.events(), this.navigation.zone()));

  protected readonly allDay = computed(() => {
    const days = this.days();
    const first = days[0]?.date ?? this.navigation.date();
    const long = this.events().filter(({ event }) => isLong(event.when));
    const bars = layoutBars(long, { first, days: days.length });
    const { visible, hidden } = fitBars(bars, { days: days.length, lanes: mostLanes });
    const used = Math.max(0, ...bars.map(({ lane }) => Math.min(lane + 1, mostLanes)));
    return {
      used,
      cells: days.map((day, column) => ({ day, bars: visible.filter((bar) => bar.column === column), hidden: hidden[column] ?? 0 })),
    };
  });

  protected readonly hours = computed(() => {
    const blocks = this.days().map(({ date }) => layoutDay(this.events(), date, this.navigation.zone()));
    return hours.map((hour) => ({
      hour,
      label: this.navigation.formats().hour(hour),
      cells: this.days().map((day, column) => ({ day, blocks: (blocks[column] ?? []).filter(({ top }) => Math.floor(top / 60) === hour) })),
    }));
  });

  protected readonly now = computed(() => this.navigation.zone().wallTime(this.navigation.now()));

  constructor() {
    afterNextRender(() => {
      const scroller = this.scroller().nativeElement;
      scroller.scrollTop = (scroller.scrollHeight / hours.length) * firstHourShown;
    });
  }

  protected isActive({ date }: { readonly date: CalendarDate }, row: number): boolean {
    return date === this.navigation.date() && row === this.row();
  }

  protected isReachable({ when }: CalendarEvent): boolean {
    const date = this.navigation.date();
    return touches(spanOf(when, this.navigation.zone()), date, date);
  }

  /** Percent of the day's column, with a gap at its right where clicks still reach the hour. */
  protected place({ column, span, columns, top, height }: Block) {
    const width = 94;
    return { top: ((top % 60) / 60) * 100, height: (height / 60) * 100, left: (column / columns) * width, width: (span / columns) * width };
  }

  protected slotLabel(day: { readonly long: string }, row: string): string {
    return `${day.long}, ${row}`;
  }

  protected press(event: KeyboardEvent): void {
    const { navigation } = this;
    const handled = handleGridKey(event, {
      navigation,
      editing: this.editing(),
      add: () => this.add(navigation.date(), this.row()),
      moveTo: (date) => (navigation.goTo(date), this.focusCell()),
      focusCell: () => this.focusCell(),
    });
    const inGrid = (event.target as Element).closest('[role=grid]');
    if (handled || !inGrid || event.ctrlKey || event.altKey || event.metaKey || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown'))
      return;
    event.preventDefault();
    this.row.update((row) => Math.min(23, Math.max(allDayRow, row + (event.key === 'ArrowUp' ? -1 : 1))));
    this.focusCell();
  }

  protected point(event: Event): void {
    const cell = pointedCell(event.target);
    if (cell) this.choose(cell.dataset['date'] as CalendarDate, Number(cell.dataset['row']));
  }

  protected addThere(event: Event): void {
    const cell = pointedCell(event.target);
    if (cell) this.add(cell.dataset['date'] as CalendarDate, Number(cell.dataset['row']));
  }

  protected choose(date: CalendarDate, row: number): void {
    this.navigation.goTo(date);
    this.row.set(row);
    this.selected.emit(row === allDayRow ? { date } : { date, hour: row });
    this.focusCell();
  }

  protected open(date: CalendarDate): void {
    this.navigation.goTo(date);
    this.selected.emit({ date });
    this.editing().openDay(date);
  }

  private add(date: CalendarDate, row: number): void {
    this.editing().openNew(date, row === allDayRow ? 'all-day' : row * 60);
  }

  private focusCell(): void {
    afterNextRender(() => this.host.querySelector<HTMLElement>('[data-active]')?.focus(), { injector: this.injector });
  }

  private head(date: CalendarDate) {
    const { formats, date: active, today } = this.navigation;
    const { weekday, dayOfMonth, dayLong } = formats();
    return {
      date,
      weekday: weekday(date),
      number: dayOfMonth(date),
      long: dayLong(date),
      today: date === today(),
      active: date === active(),
    };
  }
}
