/** The distribution's functions: what of a request and of an answer they let pass, change, or answer themselves. */
import { type EdgeFunctionEvent, edgeFunctions } from '@pintag/cdn/edge-function';
import { randomBytes } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../../http/message.ts';
import type { Log } from '../../log.ts';
import { type Checked, checkOutcome } from './check-outcome.ts';
import {
  type FunctionEvent,
  functionRequestOf,
  type FunctionRequest,
  type FunctionResponse,
  functionResponseOf,
  type Values,
} from './function-event.ts';
import { isHidden } from './header-rules.ts';
import { isolate, type IsolatedFunction, type KeyValueSource } from './isolated-function.ts';

export interface ViewerFunctions {
  onRequest(request: HttpRequest): Asked;
  /** To be called below 400 alone: CloudFront does not run it for what failed. */
  onResponse(asked: FunctionRequest, response: HttpResponse): HttpResponse;
}

export type Asked =
  | { readonly kind: 'ask'; readonly request: FunctionRequest; readonly headers: Readonly<Record<string, string>> }
  | { readonly kind: 'answer'; readonly response: HttpResponse };

export interface ViewerFunctionsOptions {
  readonly keyValues: KeyValueSource;
  readonly distributionId: string;
  readonly log: Log;
  /** Default: what is deployed. */
  readonly texts?: Readonly<Record<EdgeFunctionEvent, string>>;
}

export function createViewerFunctions({ keyValues, distributionId, log, texts = edgeFunctions }: ViewerFunctionsOptions): ViewerFunctions {
  const viewerRequest = isolate({ name: 'viewer-request.js', text: texts['viewer-request'], keyValues });
  const viewerResponse = isolate({ name: 'viewer-response.js', text: texts['viewer-response'] });
  const contextOf = (eventType: EdgeFunctionEvent): FunctionEvent['context'] => ({
    distributionDomainName: `${distributionId.toLowerCase()}.cloudfront.net`,
    distributionId,
    eventType,
    requestId: randomBytes(20).toString('base64url'),
  });

  const run = (
    isolated: IsolatedFunction,
    event: FunctionEvent,
  ): Exclude<Checked, { kind: 'invalid' }> | { kind: 'failed'; response: HttpResponse } => {
    const ran = isolated.run(event);
    const fail = (status: 502 | 503, outcome: string, why: string): { kind: 'failed'; response: HttpResponse } => {
      log({ level: 'error', step: 'local', message: `The ${event.context.eventType} function failed for ${event.request.uri}: ${why}` });
      return { kind: 'failed', response: failed(status, outcome) };
    };
    if (ran.kind === 'failed') return fail(503, 'FunctionExecutionError', ran.why);
    for (const line of ran.logs) log({ level: 'info', step: 'local', message: `${event.context.eventType}: ${line}` });
    const checked = checkOutcome(ran.value, event);
    return checked.kind === 'invalid' ? fail(502, 'FunctionValidationError', checked.why) : checked;
  };

  return {
    onRequest(request) {
      const asked = functionRequestOf(request);
      const ran = run(viewerRequest, { version: '1.0', context: contextOf('viewer-request'), viewer, request: asked });
      if (ran.kind === 'request') return { kind: 'ask', request: ran.request, headers: plain(ran.request.headers) };
      return { kind: 'answer', response: ran.kind === 'failed' ? ran.response : generated(ran.response) };
    },
    onResponse(asked, response) {
      const event: FunctionEvent = {
        version: '1.0',
        context: contextOf('viewer-response'),
        viewer,
        request: asked,
        response: functionResponseOf(response),
      };
      const ran = run(viewerResponse, event);
      if (ran.kind !== 'response') return ran.kind === 'failed' ? ran.response : failed(502, 'FunctionValidationError');
      const { statusCode, headers, body } = ran.response;
      const unseen = Object.fromEntries(Object.entries(response.headers).filter(([name]) => isHidden(name)));
      const answer = { status: statusCode, headers: { ...plain(headers), ...unseen } };
      if (body === undefined) return { ...answer, body: response.body };
      const replaced = bytesOf(body);
      return { ...answer, headers: { ...answer.headers, 'content-length': String(replaced.byteLength) }, body: replaced };
    },
  };
}

const viewer = { ip: '127.0.0.1' };

function generated({ statusCode, headers, body }: FunctionResponse): HttpResponse {
  return {
    status: statusCode,
    headers: { ...plain(headers), 'x-cache': 'FunctionGeneratedResponse from cloudfront' },
    ...(body !== undefined && { body: bytesOf(body) }),
  };
}

/** As in CloudFront, it says nothing about the function. */
const failed = (status: 502 | 503, outcome: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'text/html', 'cache-control': 'no-store', 'x-cache': `${outcome} from cloudfront` },
  body: Buffer.from('<h1>The request could not be satisfied.</h1>\n'),
});

const plain = (values: Values): Record<string, string> =>
  Object.fromEntries(
    Object.entries(values).map(([name, { value, multiValue }]) => [
      name,
      multiValue ? multiValue.map((each) => each.value).join(', ') : value,
    ]),
  );

const bytesOf = (body: NonNullable<FunctionResponse['body']>): Buffer =>
  typeof body === 'string' ? Buffer.from(body) : Buffer.from(body.data, body.encoding === 'base64' ? 'base64' : 'utf8');
