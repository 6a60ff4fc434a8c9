/** The form of one event, new or known. */

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
  linkedSignal,
  ViewEncapsulation,
} from '@angular/core';
import { PartsValue } from '@shared/elements';
import { type CalendarEvent, eventColors } from '../events/calendar-event';
import { timeZoneChoices, timeZoneLabel } from '../dates/time-zone-names';
import { type Editing, type EventForm } from '../state/editing';
import { Navigation } from '../state/navigation';
import { contentOf, type Draft, type DraftField, limits, moveStart, type Start, startKind } from './draft';
import { Modal } from './modal';

@Component({
  selector: 'pt-event-dialog',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  imports: [Modal, PartsValue],
  templateUrl: './event-dialog.html',
})
export class EventDialog {
  readonly form = input.required<EventForm>();
  readonly editing = input.required<Editing>();

  protected readonly navigation = inject(Navigation);
  protected readonly words = computed(() => this.navigation.words().form);
  protected readonly colors = eventColors;
  protected readonly limits = limits;
  private readonly injector = inject(Injector);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  protected readonly draft = linkedSignal(() => this.form().draft);
  /** While one of its parts is typed a date is none. */
  private readonly wholeStart = linkedSignal<Start>(() => this.form().draft);
  protected readonly clockChange = computed(() => startKind(this.draft()));
  protected readonly hasErrors = computed(() => Object.keys(this.form().errors).length > 0);
  protected readonly zones = computed(() => {
    const { locale, zone, now } = this.navigation;
    const names = timeZoneChoices([zone().name, this.form().draft.timeZone]);
    // The first few carry their offset; for all of them it would take as many formatters.
    return names.map((name, index) => ({ name, label: index < 2 ? timeZoneLabel(name, locale(), now()) : name.replaceAll('_', ' ') }));
  });

  /** The event in the calendar's own zone, where the form speaks of another. */
  protected readonly here = computed(() => {
    const { zone, formats } = this.navigation;
    const draft = this.draft();
    if (draft.allDay || draft.timeZone === zone().name) return '';
    const result = contentOf({ ...draft, title: draft.title || '-' }, this.form().base);
    return 'content' in result
      ? `${timeZoneLabel(zone().name, this.navigation.locale(), this.navigation.now())}: ${formats().when(result.content.when)}`
      : '';
  });

  constructor() {
    effect(() => {
      const selector = this.form().conflict ? '.conflict' : this.hasErrors() ? '[aria-invalid=true]' : undefined;
      if (selector) afterNextRender(() => this.host.querySelector<HTMLElement>(selector)?.focus(), { injector: this.injector });
    });
  }

  protected set(change: Partial<Draft>): void {
    this.draft.update((draft) => ({ ...draft, ...change }));
  }

  protected start(change: { readonly startDate?: string; readonly startTime?: string }): void {
    const { startDate, startTime } = this.draft();
    const start = { startDate, startTime, ...change };
    this.draft.update((draft) => moveStart(draft, start, this.wholeStart()));
    if (start.startDate && start.startTime) this.wholeStart.set(start);
  }

  protected submit(event: Event): void {
    event.preventDefault();
    const { conflict } = this.form();
    void (conflict ? this.editing().overwrite(this.form(), this.draft()) : this.editing().save(this.form(), this.draft()));
  }

  protected remove(event: CalendarEvent): void {
    void this.editing().remove(event);
  }

  /** The server's own sentence, else ours. */
  protected error(field: DraftField): string {
    const { errors, messages } = this.form();
    const code = errors[field];
    if (!code) return '';
    const words = this.navigation.words();
    if (messages[field]) return messages[field];
    if (field === 'title' && code === 'required') return words.titleRequired;
    return code === 'too-long' && field in limits ? words.tooLong(limits[field as keyof typeof limits]) : words.errors[code];
  }

  protected value(event: Event): string {
    return (event.target as HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement).value;
  }

  protected checked(event: Event): boolean {
    return (event.target as HTMLInputElement).checked;
  }
}
