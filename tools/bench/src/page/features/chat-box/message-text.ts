/** The text of one message, links and names set off. */
import { ChangeDetectionStrategy, Component, computed, input } from '@angular/core';
import { piecesOf } from './conversation';

@Component({
  selector: 'pt-message-text',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    @for (piece of pieces(); track $index) {
      @switch (piece.kind) {
        @case ('link') {
          <a [href]="piece.text" target="_blank" rel="noopener">{{ piece.text }}</a>
        }
        @case ('mention') {
          <strong>{{ piece.text }}</strong>
        }
        @default {
          <span>{{ piece.text }}</span>
        }
      }
    }
  `,
})
export class MessageText {
  readonly text = input.required<string>();
  protected readonly pieces = computed(() => piecesOf(this.text()));
}
