import { ChangeDetectionStrategy, Component, ViewEncapsulation, computed, inject, input, output } from '@angular/core';
import { textLength } from '../answers/check-answer';
import { Texts } from '../i18n/texts';
import type { AnswerOf } from '../survey';
import { type FieldOf, describedBy } from './field';
import { Notes } from './notes';
import { QuestionTitle } from './question-title';

/** Characters before the limit from which on the count is also spoken. */
const spokenFrom = 20;

/** Free text with a live count. Longer texts are let in and counted, not cut off while they are pasted. */
@Component({
  selector: 'ptq-text-field',
  imports: [Notes, QuestionTitle],
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <label class="question-title" part="question-title" [attr.for]="inputId()"><ptq-question-title [question]="field().question" /></label>
    <ptq-notes [field]="field()" [rule]="rule()" />
    @if (field().question.multiline) {
      <textarea
        class="input"
        part="input"
        rows="4"
        [id]="inputId()"
        [value]="text()"
        [attr.aria-describedby]="describedBy()"
        [attr.aria-required]="field().question.required"
        [attr.aria-invalid]="field().error !== undefined"
        (input)="write($event)"
        (blur)="left.emit()"
      ></textarea>
    } @else {
      <input
        class="input"
        part="input"
        type="text"
        autocomplete="off"
        [id]="inputId()"
        [value]="text()"
        [attr.aria-describedby]="describedBy()"
        [attr.aria-required]="field().question.required"
        [attr.aria-invalid]="field().error !== undefined"
        (input)="write($event)"
        (blur)="left.emit()"
      />
    }
    @if (field().question.maxLength; as max) {
      <p class="count" part="count" [class.over]="length() > max">
        <span aria-hidden="true">{{ texts.messages().characters(length(), max) }}</span>
        <span class="visually-hidden" role="status">{{ spokenCount() }}</span>
      </p>
    }
  `,
})
export class TextField {
  protected readonly texts = inject(Texts);
  readonly field = input.required<FieldOf<'text'>>();
  readonly answered = output<AnswerOf<'text'> | undefined>();
  readonly left = output();

  protected readonly text = computed(() => this.field().answer?.text ?? '');
  protected readonly length = computed(() => textLength(this.text()));
  protected readonly inputId = computed(() => `${this.field().key}-input`);
  protected readonly describedBy = computed(() => describedBy(this.field(), this.rule()));
  protected readonly rule = computed(() => {
    const { minLength } = this.field().question;
    return minLength === undefined ? '' : this.texts.messages().writeAtLeast(minLength);
  });
  protected readonly spokenCount = computed(() => {
    const left = (this.field().question.maxLength ?? Infinity) - this.length();
    if (left > spokenFrom) return '';
    return left < 0 ? this.texts.messages().charactersOver(-left) : this.texts.messages().charactersLeft(left);
  });

  protected write(event: Event): void {
    const text = (event.target as HTMLInputElement | HTMLTextAreaElement).value;
    this.answered.emit(text === '' ? undefined : { questionId: this.field().question.id, type: 'text', text });
  }
}
