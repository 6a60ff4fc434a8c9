/** One day in a dialog: its events, and a way to add another. */

import { ChangeDetectionStrategy, Component, inject, input, ViewEncapsulation } from '@angular/core';
import { type CalendarDate } from '../dates/calendar-date';
import { Modal } from '../dialog/modal';
import { type Editing } from '../state/editing';
import { Navigation } from '../state/navigation';
import { DayEvents } from './day-events';

@Component({
  selector: 'pt-day-dialog',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [DayEvents, Modal],
  templateUrl: './day-dialog.html',
})
export class DayDialog {
  readonly date = input.required<CalendarDate>();
  readonly editing = input.required<Editing>();

  protected readonly navigation = inject(Navigation);
}
