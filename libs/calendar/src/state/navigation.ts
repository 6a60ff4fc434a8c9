/** Where the reader is: view, active day, zone, week start, language, now. Every view reads it. */

import { computed, effect, inject, Injectable, linkedSignal, type Signal, signal } from '@angular/core';
import { injectElement, injectLanguage } from '@shared/elements';
import { type CalendarDate, isCalendarDate, type Weekday } from '../dates/calendar-date';
import { parseWeekStart, weekStartOf } from '../dates/week-start';
import { createZone, isTimeZone } from '../dates/zoned-time';
import { type CalendarView, isCalendarView, stepView, visibleRange } from '../layout/visible-range';
import { en, type Words } from '../words/en';
import { createFormats } from '../words/formats';
import { ja } from '../words/ja';
import { CLOCK } from './clock';

/** What the host page sets, unchecked. */
export interface NavigationInputs {
  readonly view: Signal<string>;
  readonly date: Signal<string>;
  readonly timeZone: Signal<string>;
  readonly weekStart: Signal<string | number>;
}

@Injectable()
export class Navigation {
  readonly #clock = inject(CLOCK);
  readonly #inputs = signal<NavigationInputs>({ view: signal(''), date: signal(''), timeZone: signal(''), weekStart: signal('') });
  readonly #now = signal(this.#clock());
  readonly #language = injectLanguage();

  readonly locale = this.#language.locale;
  readonly language = this.#language.language;
  readonly words = computed<Words>(() => (this.#language.language() === 'ja' ? ja : en));
  readonly zone = computed(() => createZone(this.#zoneName()));
  readonly formats = computed(() => createFormats(this.locale(), this.zone().name));
  readonly weekStart = computed<Weekday>(() => parseWeekStart(this.#inputs().weekStart()) ?? weekStartOf(this.locale()));

  readonly now = this.#now.asReadonly();
  readonly today = computed<CalendarDate>(() => this.zone().wallTime(this.#now()).date);

  readonly #view = linkedSignal<CalendarView>(() => {
    const view = this.#inputs().view();
    return isCalendarView(view) ? view : 'month';
  });
  readonly #date = linkedSignal<CalendarDate | undefined>(() => {
    const date = this.#inputs().date();
    return isCalendarDate(date) ? date : undefined;
  });

  readonly view = this.#view.asReadonly();
  /** The active day: the one that keys start from and new events are put on. Today, until somebody chose another. */
  readonly date = computed<CalendarDate>(() => this.#date() ?? this.today());
  readonly range = computed(() => visibleRange(this.view(), this.date(), this.weekStart()), {
    equal: (a, b) => a.first === b.first && a.days === b.days,
  });
  /** "November 2026", "Nov 16 – 22, 2026" */
  readonly period = computed(() => (this.view() === 'month' ? this.formats().month(this.date()) : this.formats().days(this.range())));

  readonly #zoneName = computed(() => {
    const name = this.#inputs().timeZone();
    return isTimeZone(name) ? name : Intl.DateTimeFormat().resolvedOptions().timeZone;
  });

  constructor() {
    const { connected } = injectElement();
    effect((onCleanup) => {
      if (!connected()) return;
      this.#now.set(this.#clock());
      const timer = setInterval(() => this.#now.set(this.#clock()), 30_000);
      onCleanup(() => clearInterval(timer));
    });
  }

  follow(inputs: NavigationInputs): void {
    this.#inputs.set(inputs);
  }

  goTo(date: CalendarDate): void {
    this.#date.set(date);
  }

  show(view: CalendarView): void {
    this.#view.set(view);
  }

  step(step: -1 | 1): void {
    this.goTo(stepView(this.view(), this.date(), step));
  }
}
