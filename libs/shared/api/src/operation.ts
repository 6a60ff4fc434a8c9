/** Reads an API description (`paths`, as openapi-typescript writes it) in the type system: what goes in, what comes out. */

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** The paths that know `M`; openapi-typescript writes `put?: never` for methods that a path has not. */
export type PathsWith<Paths, M extends Method> = {
  [P in keyof Paths & string]: Paths[P] extends { readonly [K in M]: { responses: unknown } } ? P : never;
}[keyof Paths & string];

export type OperationOf<Paths, P extends keyof Paths, M extends Method> = M extends keyof Paths[P] ? Paths[P][M] : never;

/** What a caller passes: `path` and `query` parameters and the JSON `body`, each demanded exactly when the description does. */
export type RequestOf<Operation> = Demanded<'path', Parameters<Operation, 'path'>> &
  Demanded<'query', Parameters<Operation, 'query'>> &
  Demanded<'body', RequestBody<Operation>> & {
    /** Beside those of the host page: `If-Match`, `Idempotency-Key`. */
    readonly headers?: Readonly<Record<string, string>>;
    readonly signal?: AbortSignal;
  };

export type ApiResult<Operation> = Ok<Operation> | Problem<Operation> | Unauthorized | Unexpected | Offline | Aborted;

/** A 2xx answer. `data` is `undefined` where the description has no body (204). */
export type Ok<Operation> = {
  [S in Statuses<Operation> & SuccessStatus]: {
    readonly kind: 'ok';
    readonly status: S;
    readonly data: BodyOf<Responses<Operation>[S]>;
    readonly headers: Headers;
  };
}[Statuses<Operation> & SuccessStatus];

/**
 * The API said no, in JSON: RFC 9457 problem details, or what the description has for that status; `status` narrows `problem`.
 * An API can also answer with a status that its description does not list: end a `switch` over `status` with a `default`.
 */
export type Problem<Operation> = {
  [S in Exclude<Statuses<Operation>, SuccessStatus | 401>]: {
    readonly kind: 'problem';
    readonly status: S extends number ? S : number;
    readonly problem: BodyOf<Responses<Operation>[S]>;
    /** Seconds, from `Retry-After`. */
    readonly retryAfter?: number;
  };
}[Exclude<Statuses<Operation>, SuccessStatus | 401>];

/** 401: the host page has been told by `pintag-unauthorized`; once it has signed in again, its `headers` function has the new token. */
export interface Unauthorized {
  readonly kind: 'unauthorized';
  readonly status: 401;
  readonly problem: ProblemDetails;
}

/** An answer that is not the API's: a proxy's HTML page, broken JSON; or the host page's `headers` function failed (`status` 0). */
export interface Unexpected {
  readonly kind: 'unexpected';
  readonly status: number;
  readonly cause?: unknown;
}

/** No answer. fetch cannot tell a dead network from a refused CORS request. */
export interface Offline {
  readonly kind: 'offline';
  readonly reason: 'network' | 'timeout';
  readonly cause: unknown;
}

/** The caller's own `signal` ended it. */
export interface Aborted {
  readonly kind: 'aborted';
}

/** RFC 9457. */
export interface ProblemDetails {
  readonly type?: string;
  readonly title?: string;
  readonly status?: number;
  readonly detail?: string;
  readonly instance?: string;
}

type SuccessStatus = 200 | 201 | 202 | 203 | 204 | 206;

type Responses<Operation> = Operation extends { responses: infer R } ? R : never;
type Statuses<Operation> = keyof Responses<Operation>;
type BodyOf<Response> = Response extends { content: infer Content } ? JsonOf<Content> : undefined;
type JsonOf<Content> =
  Content extends Record<string, unknown> ? Content[keyof Content & (`${string}json` | 'application/json')] : undefined;

type Parameters<Operation, In extends 'path' | 'query'> = Operation extends { parameters: infer P }
  ? In extends keyof P
    ? P[In]
    : undefined
  : undefined;
type RequestBody<Operation> = Operation extends { requestBody: { content: infer Content } }
  ? JsonOf<Content>
  : Operation extends { requestBody?: { content: infer Content } }
    ? JsonOf<Content> | undefined
    : undefined;

/** `never` and `undefined` (not described) allow nothing; what may be empty is optional; the rest is demanded. */
type Demanded<Name extends string, Value> = [Exclude<Value, undefined>] extends [never]
  ? { readonly [N in Name]?: undefined }
  : undefined extends Value
    ? { readonly [N in Name]?: Value }
    : Record<never, never> extends Value
      ? { readonly [N in Name]?: Value }
      : { readonly [N in Name]: Value };
