/** The steps on top of the wizard: where one is, and where one may go back to. */
import { ChangeDetectionStrategy, Component, computed, input, output } from '@angular/core';

@Component({
  selector: 'pt-wizard-steps',
  changeDetection: ChangeDetectionStrategy.OnPush,
  template: `
    <ol>
      @for (name of names(); track name) {
        <li [attr.aria-current]="$index === at() ? 'step' : null">
          <button type="button" [disabled]="$index > reached()" (click)="chosen.emit($index)">
            <span aria-hidden="true">{{ $index < at() ? '✓' : $index + 1 }}</span> {{ name }}
          </button>
        </li>
      }
    </ol>
    <progress [value]="at()" [max]="last()">{{ at() }}</progress>
  `,
})
export class WizardSteps {
  readonly names = input.required<readonly string[]>();
  readonly at = input.required<number>();
  readonly reached = input.required<number>();

  readonly chosen = output<number>();

  protected readonly last = computed(() => Math.max(1, this.names().length - 1));
}
