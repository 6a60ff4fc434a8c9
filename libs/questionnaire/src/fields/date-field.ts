import { ChangeDetectionStrategy, Component, ViewEncapsulation, computed, inject, input, output } from '@angular/core';
import { PartsValue } from '@shared/elements';
import { Texts } from '../i18n/texts';
import type { AnswerOf } from '../survey';
import { type FieldOf, describedBy } from './field';
import { Notes } from './notes';
import { QuestionTitle } from './question-title';

/** What stands for a day that is only half typed: the browser hands out nothing, yet "no answer" would be wrong to say. */
const half = '?';

/** A day, by the browser's own date field, which people know and assistive technology reads. */
@Component({
  selector: 'ptq-date-field',
  imports: [Notes, PartsValue, QuestionTitle],
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <label class="question-title" part="question-title" [attr.for]="inputId()"><ptq-question-title [question]="field().question" /></label>
    <ptq-notes [field]="field()" [rule]="rule()" />
    <input
      class="input date"
      part="input"
      type="date"
      [id]="inputId()"
      [ptPartsValue]="value()"
      [attr.min]="field().question.earliest"
      [attr.max]="field().question.latest"
      [attr.aria-describedby]="describedBy()"
      [attr.aria-required]="field().question.required"
      [attr.aria-invalid]="field().error !== undefined"
      (input)="pick($event)"
      (blur)="leave($event)"
    />
  `,
})
export class DateField {
  private readonly texts = inject(Texts);
  readonly field = input.required<FieldOf<'date'>>();
  readonly answered = output<AnswerOf<'date'> | undefined>();
  readonly left = output();

  protected readonly inputId = computed(() => `${this.field().key}-input`);
  protected readonly rule = computed(() => this.texts.dayRule(this.field().question));
  protected readonly describedBy = computed(() => describedBy(this.field(), this.rule()));
  protected readonly value = computed(() => {
    const date = this.field().answer?.date ?? '';
    return date === half ? null : date;
  });

  protected pick(event: Event): void {
    this.read(event.target as HTMLInputElement);
  }

  /** Chromium tells of half a date by no event of its own, so it is looked for when the field is left. */
  protected leave(event: Event): void {
    this.read(event.target as HTMLInputElement);
    this.left.emit();
  }

  private read({ value, validity }: HTMLInputElement): void {
    const date = value === '' && validity.badInput ? half : value;
    if (date === (this.field().answer?.date ?? '')) return;
    this.answered.emit(date === '' ? undefined : { questionId: this.field().question.id, type: 'date', date });
  }
}
