import { ChangeDetectionStrategy, Component, ViewEncapsulation, computed, input, output } from '@angular/core';
import type { Answer, AnswerOf, Question, QuestionOf, QuestionType } from '../survey';
import { DateField } from './date-field';
import type { FieldOf } from './field';
import { MultipleField } from './multiple-field';
import { RatingField } from './rating-field';
import { SingleField } from './single-field';
import { TextField } from './text-field';

/** One question of any type. */
@Component({
  selector: 'ptq-question-field',
  imports: [DateField, MultipleField, RatingField, SingleField, TextField],
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'question', part: 'question', '[class.invalid]': 'error() !== undefined', '[attr.data-question]': 'question().id' },
  template: `
    @if (single(); as field) {
      <ptq-single-field [field]="field" (answered)="answered.emit($event)" />
    } @else if (multiple(); as field) {
      <ptq-multiple-field [field]="field" (answered)="answered.emit($event)" />
    } @else if (text(); as field) {
      <ptq-text-field [field]="field" (answered)="answered.emit($event)" (left)="left.emit()" />
    } @else if (rating(); as field) {
      <ptq-rating-field [field]="field" (answered)="answered.emit($event)" />
    } @else if (date(); as field) {
      <ptq-date-field [field]="field" (answered)="answered.emit($event)" (left)="left.emit()" />
    }
  `,
})
export class QuestionField {
  readonly question = input.required<Question>();
  readonly answer = input<Answer>();
  readonly key = input.required<string>();
  readonly error = input<string>();
  readonly answered = output<Answer | undefined>();
  readonly left = output();

  protected readonly single = computed(() => this.fieldOf('single'));
  protected readonly multiple = computed(() => this.fieldOf('multiple'));
  protected readonly text = computed(() => this.fieldOf('text'));
  protected readonly rating = computed(() => this.fieldOf('rating'));
  protected readonly date = computed(() => this.fieldOf('date'));

  /** The field when the question is of this type. An answer of another type is none: the school may have changed the question. */
  private fieldOf<T extends QuestionType>(type: T): FieldOf<T> | undefined {
    const question = this.question();
    const answer = this.answer();
    if (question.type !== type) return undefined;
    return {
      question: question as QuestionOf<T>,
      answer: answer?.type === type ? (answer as AnswerOf<T>) : undefined,
      key: this.key(),
      error: this.error(),
    };
  }
}
