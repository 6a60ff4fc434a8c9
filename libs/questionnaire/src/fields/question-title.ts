import { ChangeDetectionStrategy, Component, ViewEncapsulation, inject, input } from '@angular/core';
import { Texts } from '../i18n/texts';
import type { Question } from '../survey';

/** The words of a question; optional ones say so, since most are not. */
@Component({
  selector: 'ptq-question-title',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `{{ question().title }}
    @if (!question().required) {
      <span class="optional">({{ texts.messages().optional }})</span>
    }`,
})
export class QuestionTitle {
  protected readonly texts = inject(Texts);
  readonly question = input.required<Question>();
}
