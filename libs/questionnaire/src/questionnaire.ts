import {
  ChangeDetectionStrategy,
  Component,
  DestroyRef,
  Injector,
  ViewEncapsulation,
  afterNextRender,
  effect,
  inject,
  input,
  output,
  signal,
  untracked,
} from '@angular/core';
import { type HeadersSource, credentialsAttribute, injectApi } from '@shared/api';
import { injectElement } from '@shared/elements';
import type { paths } from './api/schema';
import { DraftKeeper } from './draft/draft-keeper';
import type { SurveyLoaded, SurveyProgress, SurveySubmitted } from './events';
import { injectHostForm } from './host-form';
import { Texts } from './i18n/texts';
import { type FocusTarget, type LoadFailure, QuestionnaireStore } from './questionnaire-store';
import { AfterPress } from './view/after-press';
import { MessagePanel } from './view/message-panel';
import { Skeleton } from './view/skeleton';
import { SurveyForm } from './view/survey-form';

/** The element's component: what a host page can set and hear, joined to the store. */
@Component({
  selector: 'pt-questionnaire-root',
  imports: [MessagePanel, Skeleton, SurveyForm],
  providers: [Texts],
  encapsulation: ViewEncapsulation.ShadowDom,
  changeDetection: ChangeDetectionStrategy.OnPush,
  templateUrl: './questionnaire.html',
  styleUrls: ['./styles/tokens.css', './styles/frame.css', './styles/fields.css', './styles/controls.css', './styles/panels.css'],
})
export class Questionnaire {
  /** Which survey to show. */
  readonly surveyId = input('');
  /** Base URL of the API, `https://api.school.example`; the page's origin unless set. */
  readonly api = input('');
  /** Fetch's credentials mode: `same-origin`, `include` or `omit`. */
  readonly credentials = input('same-origin', { transform: credentialsAttribute });
  /** Asked for headers before each request: a bearer token, a CSRF token. */
  readonly headers = input<HeadersSource | null>();

  readonly surveyLoaded = output<SurveyLoaded>();
  readonly surveyProgress = output<SurveyProgress>();
  readonly surveySubmitted = output<SurveySubmitted>();

  protected readonly texts = inject(Texts);
  private readonly host = injectElement();
  private readonly injector = inject(Injector);
  private readonly attempt = signal(0);
  private headersOfLoad: HeadersSource | null | undefined;
  protected readonly online = signal(navigator.onLine);
  protected readonly drafts = new DraftKeeper(() => localStorage);
  protected readonly presses = new AfterPress();
  protected readonly store = new QuestionnaireStore({
    api: injectApi<paths>(this),
    drafts: this.drafts,
    base: () => this.api(),
    focus: (target) => this.focus(target),
    events: {
      loaded: (detail) => this.surveyLoaded.emit(detail),
      progress: (detail) => this.surveyProgress.emit(detail),
      submitted: (detail) => this.surveySubmitted.emit(detail),
    },
  });

  protected readonly hostForm = injectHostForm({
    store: this.store,
    texts: this.texts,
    find: (id) => this.find({ at: 'question', id }) ?? this.find({ at: 'heading' }),
  });

  constructor() {
    this.loadWhenAsked();
    this.loadOnceSignedIn();
    this.watchBrowser();
    // Whoever destroys the component must not be surprised by a write that still waits.
    inject(DestroyRef).onDestroy(() => this.drafts.flush());
  }

  protected unavailable(why: LoadFailure) {
    const { loadFailed, loadOffline, notFound, signedOut } = this.texts.messages();
    return { failed: loadFailed, offline: loadOffline, 'not-found': notFound, 'signed-out': signedOut }[why];
  }

  protected retry(): void {
    this.attempt.update((attempt) => attempt + 1);
  }

  protected focusQuestion(id: string): void {
    this.focus({ at: 'question', id });
  }

  /** A survey, backend or language that changes is loaded again; an answer that comes too late is dropped. */
  private loadWhenAsked(): void {
    effect((onCleanup) => {
      const surveyId = this.surveyId();
      const locale = this.texts.locale();
      const again = this.attempt() > 0;
      this.api();
      this.credentials();
      const controller = new AbortController();
      onCleanup(() => controller.abort());
      untracked(() => {
        this.headersOfLoad = this.headers();
        const loading = this.store.load({ surveyId, locale, signal: controller.signal });
        // The button that was pressed is gone now; the keyboard goes to what came in its place.
        if (again) void loading.then(() => controller.signal.aborted || this.focus({ at: 'heading' }));
      });
    });
  }

  /** A page often sets `headers` only after the element has started; then the first request was refused. The same ones never help twice. */
  private loadOnceSignedIn(): void {
    effect(() => {
      const stage = this.store.stage();
      const headers = this.headers();
      const signedOut = stage.name === 'unavailable' && stage.why === 'signed-out';
      if (signedOut && headers && headers !== this.headersOfLoad) untracked(() => this.retry());
    });
  }

  private watchBrowser(): void {
    effect((onCleanup) => {
      if (!this.host.connected()) {
        untracked(() => this.drafts.flush());
        return;
      }
      const watching = new AbortController();
      const { signal } = watching;
      onCleanup(() => watching.abort());
      this.presses.watch(signal);
      untracked(() => this.online.set(navigator.onLine));
      window.addEventListener('offline', () => this.online.set(false), { signal });
      window.addEventListener('online', () => (this.online.set(true), this.store.backOnline()), { signal });
      window.addEventListener('pagehide', () => this.drafts.flush(), { signal });
      document.addEventListener('visibilitychange', () => this.drafts.flush(), { signal });
    });
  }

  private focus(target: FocusTarget): void {
    afterNextRender(() => this.find(target)?.focus(), { injector: this.injector });
  }

  private find(target: FocusTarget): HTMLElement | undefined | null {
    const root = this.host.element.shadowRoot;
    if (target.at !== 'question') return root?.querySelector<HTMLElement>(`[data-focus="${target.at}"]`);
    const question = [...(root?.querySelectorAll<HTMLElement>('[data-question]') ?? [])].find(
      ({ dataset }) => dataset['question'] === target.id,
    );
    return question?.querySelector<HTMLElement>('input:checked') ?? question?.querySelector<HTMLElement>('input, textarea');
  }
}
