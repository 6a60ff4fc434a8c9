/** All events of one day as a list of buttons. */

import { ChangeDetectionStrategy, Component, computed, ElementRef, inject, input, ViewEncapsulation } from '@angular/core';
import { type CalendarDate } from '../dates/calendar-date';
import { type CalendarEvent, spanEvents, touches } from '../events/calendar-event';
import { type Editing } from '../state/editing';
import { Navigation } from '../state/navigation';

@Component({
  selector: 'pt-day-events',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './day-events.html',
})
export class DayEvents {
  readonly date = input.required<CalendarDate>();
  readonly editing = input.required<Editing>();

  protected readonly navigation = inject(Navigation);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  protected readonly events = computed(() =>
    spanEvents(this.editing().store.events(), this.navigation.zone())
      .filter(({ span }) => touches(span, this.date(), this.date()))
      .map(({ event }) => event),
  );

  protected press(event: KeyboardEvent, chosen: CalendarEvent): void {
    if (event.key === 'Delete' || event.key === 'Backspace') void this.editing().remove(chosen);
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') this.focus(chosen, event.key === 'ArrowUp' ? -1 : 1);
    else return;
    event.preventDefault();
  }

  private focus(from: CalendarEvent, step: -1 | 1): void {
    const rows = this.host.querySelectorAll<HTMLElement>('.day-event');
    rows[this.events().indexOf(from) + step]?.focus();
  }
}
