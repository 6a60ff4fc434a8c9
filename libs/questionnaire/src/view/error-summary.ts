import { ChangeDetectionStrategy, Component, ViewEncapsulation, inject, input, output } from '@angular/core';
import { Texts } from '../i18n/texts';
import type { Question } from '../survey';

export interface SummaryEntry {
  readonly question: Question;
  readonly error: string;
}

/** Everything that is wrong in this section, in one place; each entry leads to its question. */
@Component({
  selector: 'ptq-error-summary',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'summary', part: 'error-summary' },
  template: `
    <p class="summary-title" role="alert">{{ texts.messages().summary(entries().length) }}</p>
    <ul>
      @for (entry of entries(); track entry.question.id) {
        <li>
          <button type="button" class="link" (click)="chosen.emit(entry.question.id)">{{ entry.question.title }}</button>
          <span class="summary-error">{{ entry.error }}</span>
        </li>
      }
    </ul>
  `,
})
export class ErrorSummary {
  protected readonly texts = inject(Texts);
  readonly entries = input.required<readonly SummaryEntry[]>();
  readonly chosen = output<string>();
}
