import { ChangeDetectionStrategy, Component, ViewEncapsulation, computed, inject, input, output } from '@angular/core';
import { QuestionField } from '../fields/question-field';
import { Texts } from '../i18n/texts';
import type { QuestionnaireStore, SubmitFailure } from '../questionnaire-store';
import type { AfterPress } from './after-press';
import { ErrorSummary } from './error-summary';
import { Notice } from './notice';
import { SurveyProgressBar } from './survey-progress';

/** The survey while it is filled in: one section at a time. */
@Component({
  selector: 'ptq-survey-form',
  imports: [ErrorSummary, Notice, QuestionField, SurveyProgressBar],
  encapsulation: ViewEncapsulation.None,
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './survey-form.html',
})
export class SurveyForm {
  protected readonly texts = inject(Texts);
  readonly store = input.required<QuestionnaireStore>();
  readonly online = input.required<boolean>();
  /** The browser keeps no draft. */
  readonly draftRefused = input.required<boolean>();
  readonly presses = input.required<AfterPress>();
  readonly disabled = input.required<boolean>();
  /** The page's form sends the answers. */
  readonly sentByPage = input.required<boolean>();
  readonly questionChosen = output<string>();

  protected readonly sheet = computed(() => this.store().sheet);
  protected readonly sending = computed(() => this.store().submission().name === 'sending');
  protected readonly objections = computed(() =>
    this.sheet()
      .objections()
      .map(({ question, objection }) => ({ question, error: this.texts.objection(objection) })),
  );
  private readonly errors = computed(() => new Map(this.objections().map(({ question, error }) => [question.id, error])));
  protected readonly kept = computed(() => {
    const { draftInMemory, draftKept, sentWithForm } = this.texts.messages();
    const draft = this.draftRefused() ? draftInMemory : draftKept;
    return this.sentByPage() ? `${sentWithForm} ${draft}` : draft;
  });
  protected readonly failure = computed(() => {
    const submission = this.store().submission();
    return submission.name === 'failed' ? this.texts.messages()[failureMessages[submission.why]] : undefined;
  });

  protected errorOf(questionId: string): string | undefined {
    return this.errors().get(questionId);
  }

  protected leave(questionId: string): void {
    const sheet = this.sheet();
    this.presses().run(() => sheet.leave(questionId));
  }

  protected advance(event: Event): void {
    event.preventDefault();
    if (!this.sheet().isLast()) this.store().next();
    else if (this.sentByPage()) this.store().judge();
    else void this.store().submit();
  }
}

const failureMessages = {
  failed: 'submitFailed',
  offline: 'submitOffline',
  busy: 'submitBusy',
  'signed-out': 'submitSignedOut',
} as const satisfies Record<SubmitFailure, string>;
