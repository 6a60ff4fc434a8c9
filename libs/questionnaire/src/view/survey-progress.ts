import { ChangeDetectionStrategy, Component, ViewEncapsulation, computed, inject, input, output } from '@angular/core';
import type { Progress } from '../answers/answer-sheet';
import { Texts } from '../i18n/texts';
import type { Section } from '../survey';

/** Where one stands: the sections as steps, and how many questions are answered. */
@Component({
  selector: 'ptq-survey-progress',
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  host: { class: 'progress', part: 'progress' },
  template: `
    @if (sections().length > 1) {
      <nav [attr.aria-label]="texts.messages().sections">
        <ol class="steps" part="steps">
          @for (section of sections(); track section.id; let index = $index) {
            <li class="step" [class.current]="index === current()" [class.done]="index < reachable() && index !== current()">
              @if (index <= reachable()) {
                <button type="button" part="step" [attr.aria-current]="index === current() ? 'step' : null" (click)="chosen.emit(index)">
                  <span class="step-number" aria-hidden="true">{{ index + 1 }}</span>
                  <span class="step-title">{{ section.title }}</span>
                </button>
              } @else {
                <span class="step-ahead">
                  <span class="step-number" aria-hidden="true">{{ index + 1 }}</span>
                  <span class="step-title">{{ section.title }}</span>
                </span>
              }
            </li>
          }
        </ol>
      </nav>
    }
    <div class="meter">
      <div
        class="meter-track"
        part="meter"
        role="progressbar"
        aria-valuemin="0"
        [attr.aria-valuemax]="progress().total"
        [attr.aria-valuenow]="progress().answered"
        [attr.aria-valuetext]="words()"
        [attr.aria-label]="texts.messages().progress"
      >
        <div class="meter-bar" part="meter-bar" [style.inline-size.%]="percent()"></div>
      </div>
      <p class="meter-words" aria-hidden="true">{{ words() }}</p>
    </div>
  `,
})
export class SurveyProgressBar {
  protected readonly texts = inject(Texts);
  readonly sections = input.required<readonly Section[]>();
  readonly current = input.required<number>();
  /** The furthest section that may be gone to. */
  readonly reachable = input.required<number>();
  readonly progress = input.required<Progress>();
  readonly chosen = output<number>();

  protected readonly words = computed(() => this.texts.messages().progressOf(this.progress().answered, this.progress().total));
  protected readonly percent = computed(() => (100 * this.progress().answered) / Math.max(1, this.progress().total));
}
