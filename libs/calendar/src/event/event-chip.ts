/** One event as a button in a grid: a bar over days, a line in a day, or a block in the hours. Its content is the title. */

import { ChangeDetectionStrategy, Component, computed, inject, input, ViewEncapsulation } from '@angular/core';
import { type CalendarEvent } from '../events/calendar-event';
import { Navigation } from '../state/navigation';

export type ChipLook = 'bar' | 'line' | 'block';

@Component({
  selector: 'button[ptEventChip]',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: {
    type: 'button',
    part: 'event',
    '[class]': '"chip " + look() + " color-" + event().color',
    '[class.from]': 'continuesBefore()',
    '[class.on]': 'continuesAfter()',
    '[class.pending]': 'pending()',
    '[attr.data-event]': 'event().id',
    '[attr.tabindex]': 'reachable() ? 0 : -1',
  },
  template: `
    @if (time()) {
      <span class="chip-time" aria-hidden="true">{{ time() }}</span>
    }
    <span class="chip-title"><ng-content /></span>
    @if (look() === 'block' && event().location) {
      <span class="chip-place" aria-hidden="true">{{ event().location }}</span>
    }
    <span class="hidden">{{ description() }}</span>
  `,
})
export class EventChip {
  readonly event = input.required<CalendarEvent>();
  readonly look = input.required<ChipLook>();
  readonly continuesBefore = input(false);
  readonly continuesAfter = input(false);
  readonly pending = input(false);
  /** Whether Tab reaches it: true on the active day. */
  readonly reachable = input(false);

  private readonly navigation = inject(Navigation);

  protected readonly time = computed(() => {
    const { when } = this.event();
    return when.allDay || this.continuesBefore() || this.look() === 'bar' ? '' : this.navigation.formats().time(when.start);
  });

  /** What the eye sees by place and colour, in words. */
  protected readonly description = computed(() => {
    const words = this.navigation.words();
    const { when, location } = this.event();
    const parts = [
      this.navigation.formats().when(when),
      when.allDay && words.allDay,
      location,
      this.continuesBefore() && words.continuesBefore,
      this.continuesAfter() && words.continuesAfter,
      this.pending() && words.saving,
    ];
    return `, ${parts.filter(Boolean).join(', ')}`;
  });
}
