/** The client of a feature's backend API. */
export { type Api, type ApiSettings, createApi } from './create-api';
export { type ApiInputs, type HeadersSource, credentialsAttribute, injectApi } from './inject-api';
export type { Aborted, ApiResult, Offline, Ok, Problem, ProblemDetails, Unauthorized, Unexpected } from './operation';
