/** The life of one survey on the page: loaded, filled in, kept as a draft, handed in. */
import { computed, signal } from '@angular/core';
import type { Api } from '@shared/api';
import { AnswerSheet } from './answers/answer-sheet';
import { finishedAnswers, fitAnswers } from './answers/fit-answers';
import type { paths } from './api/schema';
import { type Draft, readDraft, writeDraft } from './draft/draft';
import type { DraftKeeper } from './draft/draft-keeper';
import type { SurveyLoaded, SurveyProgress, SurveySubmitted } from './events';
import { type Answer, questionsOf, type Survey } from './survey';

export type LoadFailure = 'failed' | 'offline' | 'not-found' | 'signed-out';
export type SubmitFailure = 'failed' | 'offline' | 'busy' | 'signed-out';

/** What the element shows. */
export type Stage =
  | { readonly name: 'unset' }
  | { readonly name: 'loading' }
  | { readonly name: 'unavailable'; readonly why: LoadFailure }
  | { readonly name: 'empty' }
  | { readonly name: 'answering' }
  | { readonly name: 'answered'; readonly at: string | undefined }
  | { readonly name: 'submitted'; readonly receiptId: string; readonly at: string };

export type Submission =
  { readonly name: 'idle' } | { readonly name: 'sending' } | { readonly name: 'failed'; readonly why: SubmitFailure };

/** Where the keyboard should be after a step. */
export type FocusTarget = { readonly at: 'heading' } | { readonly at: 'notice' } | { readonly at: 'question'; readonly id: string };

export interface StoreOptions {
  readonly api: Api<paths>;
  readonly drafts: DraftKeeper;
  /** Tells apart the drafts of two backends in one browser: the API's base URL. */
  readonly base: () => string;
  readonly focus: (target: FocusTarget) => void;
  readonly events: {
    loaded(detail: SurveyLoaded): void;
    progress(detail: SurveyProgress): void;
    submitted(detail: SurveySubmitted): void;
  };
}

export interface LoadRequest {
  readonly surveyId: string;
  /** The language to ask for, a BCP 47 tag. */
  readonly locale: string;
  readonly signal: AbortSignal;
}

export class QuestionnaireStore {
  readonly sheet = new AnswerSheet();
  private readonly shown = signal<Stage>({ name: 'unset' });
  private readonly sending = signal<Submission>({ name: 'idle' });
  private readonly draftNote = signal<'none' | 'restored' | 'discarded'>('none');
  private locale = 'en';

  readonly stage = this.shown.asReadonly();
  readonly submission = this.sending.asReadonly();
  readonly note = this.draftNote.asReadonly();
  readonly title = computed(() => this.sheet.survey().title);

  constructor(private readonly options: StoreOptions) {}

  /** Loads a survey and takes up its draft. The same survey again (another language, another try) keeps what was answered. */
  async load({ surveyId, locale, signal }: LoadRequest): Promise<void> {
    this.locale = locale;
    this.options.drafts.flush();
    this.sending.set({ name: 'idle' });
    if (surveyId === '') return this.shown.set({ name: 'unset' });

    this.shown.set({ name: 'loading' });
    const result = await this.options.api.get('/api/surveys/{surveyId}', {
      path: { surveyId },
      headers: { 'accept-language': locale },
      signal,
    });
    switch (result.kind) {
      case 'aborted':
        return;
      case 'ok':
        return this.open(result.data);
      case 'problem':
        return this.shown.set({ name: 'unavailable', why: result.status === 404 ? 'not-found' : 'failed' });
      case 'unauthorized':
        return this.shown.set({ name: 'unavailable', why: 'signed-out' });
      case 'offline':
        return this.shown.set({ name: 'unavailable', why: result.reason === 'network' ? 'offline' : 'failed' });
      case 'unexpected':
        return this.shown.set({ name: 'unavailable', why: 'failed' });
    }
  }

  answer(questionId: string, answer: Answer | undefined): void {
    this.sheet.answer(questionId, answer);
    this.keepDraft();
    this.tellProgress();
  }

  next(): void {
    if (!this.sheet.next()) return this.focusFirstObjection();
    this.changedSection();
  }

  goTo(section: number): void {
    this.sheet.goTo(section);
    this.changedSection();
  }

  /** Forgets the draft, on the screen and in the browser. */
  startOver(): void {
    this.options.drafts.clear(this.draftKey);
    this.sheet.open(this.sheet.survey(), {}, 0);
    this.draftNote.set('discarded');
    this.tellProgress();
    this.options.focus({ at: 'heading' });
  }

  /** `false` when something is wrong somewhere: then all of it is said, and the first mistake has the keyboard. */
  judge(): boolean {
    if (this.sheet.checkAll()) return true;
    this.sending.set({ name: 'idle' });
    this.focusFirstObjection();
    return false;
  }

  async submit(): Promise<void> {
    if (this.sending().name === 'sending' || !this.judge()) return;

    this.keepDraft();
    this.options.drafts.flush();
    this.sending.set({ name: 'sending' });
    const survey = this.sheet.survey();
    const result = await this.options.api.post('/api/surveys/{surveyId}/responses', {
      path: { surveyId: survey.id },
      body: { answers: finishedAnswers(survey, this.sheet.answers()) },
      headers: { 'accept-language': this.locale },
    });
    // The host may have turned to another survey meanwhile.
    if (this.sheet.survey() !== survey) return;

    switch (result.kind) {
      case 'ok':
        this.close({ name: 'submitted', receiptId: result.data.id, at: result.data.submittedAt });
        return this.options.events.submitted({ surveyId: survey.id, receiptId: result.data.id, submittedAt: result.data.submittedAt });
      case 'problem':
        if (result.status === 409) return this.close({ name: 'answered', at: result.problem.answeredAt });
        if (result.status === 422 && this.sheet.refuse(result.problem.errors)) {
          this.sending.set({ name: 'idle' });
          return this.focusFirstObjection();
        }
        return this.submitFailed(result.status === 503 ? 'busy' : 'failed');
      case 'unauthorized':
        return this.submitFailed('signed-out');
      case 'offline':
        return this.submitFailed(result.reason === 'network' ? 'offline' : 'busy');
      case 'unexpected':
      case 'aborted':
        return this.submitFailed('failed');
    }
  }

  /** The page's form was reset: as if nothing had been answered. */
  reset(): void {
    if (this.shown().name !== 'answering') return;
    this.options.drafts.clear(this.draftKey);
    this.sheet.open(this.sheet.survey(), {}, 0);
    this.draftNote.set('none');
    this.sending.set({ name: 'idle' });
    this.tellProgress();
  }

  /** What the browser may keep of the survey for a reload. */
  writeState(): string {
    return JSON.stringify({ key: this.draftKey, draft: writeDraft(this.draft) });
  }

  /** What the browser kept. A draft is newer, or the same; without one (storage refused) this is all that is left. */
  readState(text: string): void {
    const { key, draft: kept } = parseState(text);
    const draft = readDraft(kept);
    if (!draft || this.options.drafts.restore(key)) return;
    this.options.drafts.keep(key, draft);
    this.options.drafts.flush();
    if (key === this.draftKey && this.shown().name === 'answering' && this.sheet.progress().answered === 0) this.open(this.sheet.survey());
  }

  /** The connection is back: what waited for it goes out. */
  backOnline(): void {
    const submission = this.sending();
    if (submission.name === 'failed' && submission.why === 'offline') void this.submit();
  }

  private open(survey: Survey): void {
    if (survey.answeredAt !== undefined) {
      this.sheet.open(survey, {}, 0);
      return this.close({ name: 'answered', at: survey.answeredAt });
    }
    const again = this.sheet.survey().id === survey.id;
    this.sheet.open(survey, {}, 0);
    const draft = this.options.drafts.restore(this.draftKey);
    const answers = fitAnswers(survey, draft?.answers ?? []);
    const restored = Object.keys(answers).length > 0;
    this.sheet.open(survey, answers, restored ? (draft?.section ?? 0) : 0);
    if (!again) this.draftNote.set(restored ? 'restored' : 'none');

    const questions = questionsOf(survey).length;
    this.shown.set({ name: questions > 0 ? 'answering' : 'empty' });
    this.options.events.loaded({ surveyId: survey.id, title: survey.title, questions, restored });
  }

  /** The survey is done with: nothing of it stays in this browser, which others may use too. */
  private close(stage: Stage): void {
    this.options.drafts.clear(this.draftKey);
    this.sending.set({ name: 'idle' });
    this.shown.set(stage);
    this.options.focus({ at: 'heading' });
  }

  private submitFailed(why: SubmitFailure): void {
    this.sending.set({ name: 'failed', why });
    this.options.focus({ at: 'notice' });
  }

  private changedSection(): void {
    this.keepDraft();
    this.tellProgress();
    this.options.focus({ at: 'heading' });
  }

  private focusFirstObjection(): void {
    const [first] = this.sheet.objections();
    if (first) this.options.focus({ at: 'question', id: first.question.id });
  }

  private keepDraft(): void {
    this.options.drafts.keep(this.draftKey, this.draft);
  }

  private tellProgress(): void {
    const { id: surveyId, sections } = this.sheet.survey();
    const { answered, total } = this.sheet.progress();
    this.options.events.progress({ surveyId, answered, total, section: this.sheet.sectionIndex() + 1, sections: sections.length });
  }

  private get draft(): Draft {
    return { answers: Object.values(this.sheet.answers()), section: this.sheet.sectionIndex() };
  }

  private get draftKey(): string {
    return `pintag:questionnaire:${this.options.base()}:${this.sheet.survey().id}`;
  }
}

/** The browser's own keeping, but the page can give the element anything. */
function parseState(text: string): { readonly key: string; readonly draft: string } {
  try {
    const { key, draft } = JSON.parse(text) as { readonly key?: unknown; readonly draft?: unknown };
    return { key: String(key), draft: String(draft) };
  } catch {
    return { key: '', draft: '' };
  }
}
