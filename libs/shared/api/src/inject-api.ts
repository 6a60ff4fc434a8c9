/** The API client of one element instance, set up by that element's `api`, `credentials` and `headers`. */
import type { Signal } from '@angular/core';
import { injectElement } from '@shared/elements';
import { type Api, createApi } from './create-api';

/** The element property `headers`: bearer token, CSRF token. Called before each request. */
export type HeadersSource = () => Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;

/** Inputs of the component. */
export interface ApiInputs {
  /** Base URL, `https://api.school.example/v1`; empty: the page's origin. */
  readonly api: Signal<string | null | undefined>;
  readonly credentials?: Signal<RequestCredentials>;
  readonly headers?: Signal<HeadersSource | null | undefined>;
  /** Milliseconds; 30 seconds unless given. */
  readonly timeout?: number;
}

/**
 * A 401 dispatches `pintag-unauthorized` (detail: the problem) from the element; all results are data.
 *
 * @example
 * readonly api = input('');
 * readonly credentials = input('same-origin', { transform: credentialsAttribute });
 * readonly headers = input<HeadersSource>();
 * private readonly surveys = injectApi<paths>(this);
 *
 * async load(surveyId: string, signal: AbortSignal): Promise<void> {
 *   const answer = await this.surveys.get('/surveys/{surveyId}', { path: { surveyId }, signal });
 *   switch (answer.kind) {
 *     case 'ok': return this.survey.set(answer.data);
 *     case 'problem': return this.fail(answer.status === 404 ? 'not-found' : 'failed');
 *     case 'unauthorized': return this.fail('signed-out');
 *     case 'offline': case 'unexpected': return this.fail(answer.kind);
 *     case 'aborted': return;
 *   }
 * }
 */
export function injectApi<Paths>({ api, credentials, headers, timeout = 30_000 }: ApiInputs): Api<Paths> {
  const { dispatch, report } = injectElement();
  return createApi<Paths>({
    base: () => api() ?? '',
    credentials: () => credentials?.() ?? 'same-origin',
    headers: () => headers?.()?.() ?? {},
    timeout,
    unauthorized: (problem) => dispatch('pintag-unauthorized', problem),
    headersFailed: (error) => report(error, 'PT_HEADERS_FAILED'),
  });
}

/** Transform of a `credentials` input: fetch's modes; anything else is `same-origin`. */
export const credentialsAttribute = (value: unknown): RequestCredentials =>
  value === 'include' || value === 'omit' ? value : 'same-origin';
