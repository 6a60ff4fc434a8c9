import { ChangeDetectionStrategy, Component, ElementRef, ViewEncapsulation, computed, inject, input, output } from '@angular/core';
import { Texts } from '../i18n/texts';
import type { AnswerOf } from '../survey';
import { type FieldOf, describedBy } from './field';
import { Notes } from './notes';
import { QuestionTitle } from './question-title';

/** One of several options. An optional answer can be taken back, which radio buttons alone don't allow. */
@Component({
  selector: 'ptq-single-field',
  imports: [Notes, QuestionTitle],
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <fieldset
      role="radiogroup"
      [attr.aria-describedby]="describedBy()"
      [attr.aria-required]="field().question.required"
      [attr.aria-invalid]="field().error !== undefined"
    >
      <legend class="question-title" part="question-title"><ptq-question-title [question]="field().question" /></legend>
      <ptq-notes [field]="field()" />
      <div class="options">
        @for (option of field().question.options; track option.id) {
          <label class="option" part="option">
            <input type="radio" [name]="field().key" [value]="option.id" [checked]="chosen() === option.id" (change)="choose(option.id)" />
            <span>{{ option.label }}</span>
          </label>
        }
      </div>
    </fieldset>
    @if (!field().question.required && chosen() !== undefined) {
      <button
        type="button"
        class="quiet"
        part="clear"
        [attr.aria-label]="texts.messages().clearAnswerTo(field().question.title)"
        (click)="clear()"
      >
        {{ texts.messages().clearAnswer }}
      </button>
    }
  `,
})
export class SingleField {
  protected readonly texts = inject(Texts);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  readonly field = input.required<FieldOf<'single'>>();
  readonly answered = output<AnswerOf<'single'> | undefined>();

  protected readonly chosen = computed(() => this.field().answer?.optionId);
  protected readonly describedBy = computed(() => describedBy(this.field(), ''));

  protected choose(optionId: string): void {
    this.answered.emit({ questionId: this.field().question.id, type: 'single', optionId });
  }

  /** The button goes with the answer, so the keyboard goes back to the options. */
  protected clear(): void {
    this.host.nativeElement.querySelector('input')?.focus();
    this.answered.emit(undefined);
  }
}
