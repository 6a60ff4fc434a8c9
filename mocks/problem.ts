/** Error bodies as RFC 9457 describes them, `application/problem+json`. */
import { HttpResponse, type JsonBodyType } from 'msw';

export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail?: string;
}

/** A typed problem response; `Body` is the API description's own schema, so that a missing field is a compile error. */
export function problem<Body extends Problem & JsonBodyType = Problem>(
  body: Body,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse<Body> {
  return HttpResponse.json<Body>(body, { status: body.status, headers: { 'Content-Type': 'application/problem+json', ...headers } });
}

/** The problem that says no more than its status does. */
export function plainProblem(status: number, title: string, detail?: string): Problem {
  return { type: 'about:blank', title, status, ...(detail === undefined ? {} : { detail }) };
}
