import { ChangeDetectionStrategy, Component, ViewEncapsulation, computed, inject, input, output } from '@angular/core';
import { Texts } from '../i18n/texts';
import type { AnswerOf } from '../survey';
import { type FieldOf, describedBy } from './field';
import { Notes } from './notes';
import { QuestionTitle } from './question-title';

/** Some of several options. Too many can be ticked, and are then said: a box that refuses to be ticked explains nothing. */
@Component({
  selector: 'ptq-multiple-field',
  imports: [Notes, QuestionTitle],
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <fieldset [attr.aria-describedby]="describedBy()">
      <legend class="question-title" part="question-title"><ptq-question-title [question]="field().question" /></legend>
      <ptq-notes [field]="field()" [rule]="rule()" />
      <div class="options">
        @for (option of field().question.options; track option.id) {
          <label class="option" part="option">
            <input
              type="checkbox"
              [checked]="chosen().includes(option.id)"
              [attr.aria-invalid]="field().error !== undefined"
              (change)="toggle(option.id)"
            />
            <span>{{ option.label }}</span>
          </label>
        }
      </div>
    </fieldset>
  `,
})
export class MultipleField {
  private readonly texts = inject(Texts);
  readonly field = input.required<FieldOf<'multiple'>>();
  readonly answered = output<AnswerOf<'multiple'> | undefined>();

  protected readonly chosen = computed(() => this.field().answer?.optionIds ?? []);
  protected readonly describedBy = computed(() => describedBy(this.field(), this.rule()));
  protected readonly rule = computed(() => {
    const { min, max } = this.field().question;
    const { chooseExactly, chooseBetween, chooseAtLeast, chooseAtMost } = this.texts.messages();
    if (min !== undefined && max !== undefined) return min === max ? chooseExactly(min) : chooseBetween(min, max);
    if (min !== undefined) return chooseAtLeast(min);
    return max === undefined ? '' : chooseAtMost(max);
  });

  /** Keeps the order of the survey, whichever was ticked first. */
  protected toggle(optionId: string): void {
    const { id: questionId, options } = this.field().question;
    const chosen = this.chosen();
    const optionIds = options.map(({ id }) => id).filter((id) => (id === optionId ? !chosen.includes(id) : chosen.includes(id)));
    this.answered.emit(optionIds.length ? { questionId, type: 'multiple', optionIds } : undefined);
  }
}
