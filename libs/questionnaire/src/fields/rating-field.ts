import { ChangeDetectionStrategy, Component, ElementRef, ViewEncapsulation, computed, inject, input, output } from '@angular/core';
import { Texts } from '../i18n/texts';
import type { AnswerOf } from '../survey';
import { type FieldOf, describedBy } from './field';
import { Notes } from './notes';
import { QuestionTitle } from './question-title';

/** Marks from 1 up, with words for both ends: radio buttons underneath, so that arrow keys and screen readers know them. */
@Component({
  selector: 'ptq-rating-field',
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
      <div class="marks">
        @for (mark of marks(); track mark) {
          <label class="mark" part="mark">
            <input
              type="radio"
              [name]="field().key"
              [value]="mark"
              [checked]="chosen() === mark"
              [attr.aria-label]="label(mark)"
              (change)="choose(mark)"
            />
            <span aria-hidden="true">{{ mark }}</span>
          </label>
        }
      </div>
      @if (field().question.lowLabel || field().question.highLabel) {
        <div class="ends" aria-hidden="true">
          <span>{{ field().question.lowLabel }}</span>
          <span>{{ field().question.highLabel }}</span>
        </div>
      }
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
export class RatingField {
  protected readonly texts = inject(Texts);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef);
  readonly field = input.required<FieldOf<'rating'>>();
  readonly answered = output<AnswerOf<'rating'> | undefined>();

  protected readonly chosen = computed(() => this.field().answer?.rating);
  protected readonly describedBy = computed(() => describedBy(this.field(), ''));
  protected readonly marks = computed(() => Array.from({ length: this.field().question.scale }, (_, index) => index + 1));

  /** "1 of 5, Far too slow": the ends are words to the eye, so they are to the ear. */
  protected label(mark: number): string {
    const { scale, lowLabel, highLabel } = this.field().question;
    const end = mark === 1 ? lowLabel : mark === scale ? highLabel : undefined;
    return [this.texts.messages().mark(mark, scale), end].filter(Boolean).join(', ');
  }

  protected choose(rating: number): void {
    this.answered.emit({ questionId: this.field().question.id, type: 'rating', rating });
  }

  /** The button goes with the answer, so the keyboard goes back to the options. */
  protected clear(): void {
    this.host.nativeElement.querySelector('input')?.focus();
    this.answered.emit(undefined);
  }
}
