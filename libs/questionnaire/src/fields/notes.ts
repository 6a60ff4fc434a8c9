import { ChangeDetectionStrategy, Component, ViewEncapsulation, inject, input } from '@angular/core';
import { Texts } from '../i18n/texts';
import type { NotedField } from './field';

/** Under the title of a question: its hint, the rule it follows, what is wrong. A field points here by `describedBy`. */
@Component({
  selector: 'ptq-notes',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @if (field().question.hint; as hint) {
      <p class="hint" part="hint" [id]="field().key + '-hint'">{{ hint }}</p>
    }
    @if (rule()) {
      <p class="hint" part="hint" [id]="field().key + '-rule'">{{ rule() }}</p>
    }
    @if (field().error; as error) {
      <p class="error" part="error" [id]="field().key + '-error'">
        <svg class="icon" viewBox="0 0 20 20" aria-hidden="true">
          <path d="M10 2a8 8 0 1 0 0 16 8 8 0 0 0 0-16Zm-1 4h2v5H9V6Zm0 6.5h2v2H9v-2Z" />
        </svg>
        <span
          ><span class="visually-hidden">{{ texts.messages().error }} </span>{{ error }}</span
        >
      </p>
    }
  `,
})
export class Notes {
  protected readonly texts = inject(Texts);
  readonly field = input.required<NotedField>();
  readonly rule = input('');
}
