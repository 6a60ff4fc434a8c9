/** Events as a list; each opens to show the rest of what is known about it. */

import { ChangeDetectionStrategy, Component, inject, input, output, ViewEncapsulation } from '@angular/core';
import { type CalendarEvent } from '../events/calendar-event';
import { Navigation } from '../state/navigation';
import { type ListedEvent } from './list-events';

@Component({
  selector: 'pt-event-list',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './event-list.html',
})
export class EventList {
  readonly events = input.required<readonly ListedEvent[]>();
  /** Somebody opened it. */
  readonly opened = output<CalendarEvent>();

  protected readonly navigation = inject(Navigation);

  protected toggle(event: Event, chosen: CalendarEvent): void {
    if ((event.target as HTMLDetailsElement).open) this.opened.emit(chosen);
  }
}
