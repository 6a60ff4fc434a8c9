/** What CloudFront hands to a function, in the shape that AWS documents for version 1.0 of the event. */
import { STATUS_CODES } from 'node:http';
import type { EdgeFunctionEvent } from '@pintag/cdn/edge-function';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import { isHidden } from './header-rules.ts';

export interface Value {
  readonly value: string;
  /** Only of what came more than once; the first is `value` too. */
  readonly multiValue?: readonly { readonly value: string }[];
}
export type Values = Readonly<Record<string, Value>>;

export interface FunctionRequest {
  readonly method: string;
  /** The path as it was sent, without its query. */
  readonly uri: string;
  readonly querystring: Values;
  readonly headers: Values;
  readonly cookies: Values;
}

export interface FunctionResponse {
  readonly statusCode: number;
  readonly statusDescription?: string;
  readonly headers: Values;
  readonly cookies?: Values;
  /** Absent from an event: functions never see the body. */
  readonly body?: string | { readonly encoding: 'text' | 'base64'; readonly data: string };
}

export interface FunctionEvent {
  readonly version: '1.0';
  readonly context: {
    readonly distributionDomainName: string;
    readonly distributionId: string;
    readonly eventType: EdgeFunctionEvent;
    readonly requestId: string;
  };
  readonly viewer: { readonly ip: string };
  readonly request: FunctionRequest;
  readonly response?: FunctionResponse;
}

/** Node joins a header that came twice, so here it has one value; CloudFront would give `multiValue`, which the functions read too. */
export function functionRequestOf({ method, target, headers }: Pick<HttpRequest, 'method' | 'target' | 'headers'>): FunctionRequest {
  const mark = target.indexOf('?');
  const { cookie, ...others } = headers;
  return {
    method,
    uri: mark < 0 ? target : target.slice(0, mark),
    querystring: collected(mark < 0 ? [] : target.slice(mark + 1).split('&')),
    headers: visible(others),
    cookies: collected((cookie ?? '').split(';').map((pair) => pair.trim())),
  };
}

export function functionResponseOf({ status, headers }: Pick<HttpResponse, 'status' | 'headers'>): FunctionResponse {
  return { statusCode: status, statusDescription: STATUS_CODES[status] ?? '', headers: visible(headers), cookies: {} };
}

const visible = (headers: Readonly<Record<string, string>>): Values =>
  Object.fromEntries(Object.entries(headers).flatMap(([name, value]) => (isHidden(name) ? [] : [[name, { value }]])));

/** `a=1` pairs as they are written: nothing is decoded. */
function collected(pairs: readonly string[]): Values {
  const values = new Map<string, string[]>();
  for (const pair of pairs.filter(Boolean)) {
    const equals = pair.indexOf('=');
    const name = equals < 0 ? pair : pair.slice(0, equals);
    values.set(name, [...(values.get(name) ?? []), equals < 0 ? '' : pair.slice(equals + 1)]);
  }
  return Object.fromEntries(
    [...values].map(([name, all]) => [name, { value: all[0]!, ...(all.length > 1 && { multiValue: all.map((value) => ({ value })) }) }]),
  );
}
