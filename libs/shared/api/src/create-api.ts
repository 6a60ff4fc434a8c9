/** A typed client of one API. Failures of the network and of the API are data; only bugs are thrown. */
import type { ApiResult, Method, OperationOf, PathsWith, ProblemDetails, RequestOf } from './operation';

type Call<Paths, M extends Method> = <P extends PathsWith<Paths, M>>(
  path: P,
  ...request: Record<never, never> extends RequestOf<OperationOf<Paths, P, M>>
    ? [RequestOf<OperationOf<Paths, P, M>>?]
    : [RequestOf<OperationOf<Paths, P, M>>]
) => Promise<ApiResult<OperationOf<Paths, P, M>>>;

export type Api<Paths> = { readonly [M in Method]: Call<Paths, M> };

/** What the host page decides. Asked at each request, so that a new token or base is used at once. */
export interface ApiSettings {
  /** Base URL without the path; empty or relative: resolved against the page. */
  base(): string;
  credentials(): RequestCredentials;
  headers(): Readonly<Record<string, string>> | Promise<Readonly<Record<string, string>>>;
  /** Milliseconds until a request without an answer counts as offline. */
  readonly timeout: number;
  unauthorized(problem: ProblemDetails): void;
  /** The host page's `headers` function threw or rejected. */
  headersFailed(error: unknown): void;
}

/** The parts of a request that no type parameter describes any more. */
interface PlainRequest {
  readonly path?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
}

type PlainResult =
  | { kind: 'ok'; status: number; data: unknown; headers: Headers }
  | { kind: 'problem'; status: number; problem: unknown; retryAfter?: number }
  | { kind: 'unauthorized'; status: 401; problem: ProblemDetails }
  | { kind: 'unexpected'; status: number; cause?: unknown }
  | { kind: 'offline'; reason: 'network' | 'timeout'; cause: unknown }
  | { kind: 'aborted' };

export function createApi<Paths>(settings: ApiSettings): Api<Paths> {
  const call = (method: Method) => (path: string, request?: PlainRequest) => send(settings, method, path, request ?? {});
  const methods = { get: call('get'), post: call('post'), put: call('put'), patch: call('patch'), delete: call('delete') };
  // One cast: which statuses and bodies come back is what the API description promises, not what code can check.
  return methods as unknown as Api<Paths>;
}

async function send(settings: ApiSettings, method: Method, path: string, request: PlainRequest): Promise<PlainResult> {
  let headers: Headers;
  try {
    headers = new Headers({ accept: 'application/json, application/problem+json', ...(await settings.headers()), ...request.headers });
  } catch (error) {
    settings.headersFailed(error);
    return { kind: 'unexpected', status: 0, cause: error };
  }
  if (request.body !== undefined) headers.set('content-type', 'application/json');

  const timeout = AbortSignal.timeout(settings.timeout);
  try {
    const response = await fetch(resolve(settings.base(), path, request), {
      method: method.toUpperCase(),
      headers,
      credentials: settings.credentials(),
      signal: request.signal ? AbortSignal.any([request.signal, timeout]) : timeout,
      ...(request.body !== undefined && { body: JSON.stringify(request.body) }),
    });
    return await read(response, settings);
  } catch (error) {
    if (request.signal?.aborted) return { kind: 'aborted' };
    return { kind: 'offline', reason: timeout.aborted ? 'timeout' : 'network', cause: error };
  }
}

async function read(response: Response, settings: ApiSettings): Promise<PlainResult> {
  const { status, ok, headers } = response;
  const text = await response.text();
  const body = parse(text, headers.get('content-type') ?? '');
  if (status === 401) {
    const problem = isObject(body) ? body : {};
    settings.unauthorized(problem);
    return { kind: 'unauthorized', status, problem };
  }
  if (ok && (text === '' || body !== undefined)) return { kind: 'ok', status, data: body, headers };
  if (ok || !isObject(body)) return { kind: 'unexpected', status };
  const seconds = retryAfter(headers.get('retry-after'));
  return { kind: 'problem', status, problem: body, ...(seconds !== undefined && { retryAfter: seconds }) };
}

/** `undefined` for everything that is not JSON. */
function parse(text: string, contentType: string): unknown {
  if (!/^application\/([\w.-]+\+)?json\b/i.test(contentType)) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Seconds or an HTTP date (RFC 9110, 10.2.3). */
function retryAfter(value: string | null): number | undefined {
  if (!value) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, Math.round(seconds));
}

function resolve(base: string, path: string, { path: parameters = {}, query = {} }: PlainRequest): URL {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(parameters[name])));
  const url = new URL(base.replace(/\/$/, '') + filled, document.baseURI);
  for (const [name, value] of Object.entries(query)) {
    // Arrays as repeated names: OpenAPI's default (`style: form`, `explode: true`).
    for (const item of Array.isArray(value) ? value : [value])
      if (item !== undefined && item !== null) url.searchParams.append(name, String(item));
  }
  return url;
}
