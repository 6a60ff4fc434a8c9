import { validateHeaderName, validateHeaderValue } from 'node:http';
import { edgeFunctions } from '@pintag/cdn/edge-function';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type HttpResponse, noBody } from '../../http/message.ts';
import { createEdge } from '../handler.ts';
import { checkOutcome } from './check-outcome.ts';
import type { FunctionEvent } from './function-event.ts';
import { isolate } from './isolated-function.ts';
import { oddChannels, oddHeaders, oddRequest, oddUri } from './testing/odd-events.ts';

let channels: ReadonlyMap<string, string> = new Map();
const keyValues = { etag: () => JSON.stringify([...channels]), entries: () => channels };
const viewerRequest = isolate({ name: 'viewer-request.js', text: edgeFunctions['viewer-request'], keyValues });
const viewerResponse = isolate({ name: 'viewer-response.js', text: edgeFunctions['viewer-response'] });
const context = { distributionDomainName: 'd111111abcdef8.cloudfront.net', distributionId: 'EDFDVBD6EXAMPLE', requestId: 'x' };
const eventOf = (request: FunctionEvent['request']): FunctionEvent => ({
  version: '1.0',
  context: { ...context, eventType: 'viewer-request' },
  viewer: { ip: '198.51.100.11' },
  request,
});

const asData = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

/** However often it is decoded, as an origin might, it names nothing private and nothing outside. */
function isPublic(uri: string): boolean {
  for (let decoded = uri, before = ''; decoded !== before;) {
    const { pathname } = new URL(decoded, 'https://cdn.example');
    if (/^\/+_(staging|claims|receipts|channels)(\/|$)/i.test(decoded) || /^\/+_(staging|claims|receipts|channels)(\/|$)/i.test(pathname))
      return false;
    before = decoded;
    decoded = decodeURIComponent(decoded);
  }
  return true;
}

test('whatever is asked, the answer is a request or a response that CloudFront takes, for nothing private and no other host', () => {
  const kinds = new Set<string>();
  fc.assert(
    fc.property(oddRequest, oddChannels, (request, stored) => {
      channels = stored;
      const event = eventOf(request);
      const ran = viewerRequest.run(event);
      if (ran.kind === 'failed') throw new Error(ran.why);
      const checked = checkOutcome(ran.value, event);
      if (checked.kind === 'invalid') throw new Error(checked.why);
      if (checked.kind === 'request') {
        kinds.add(checked.request.uri === request.uri ? 'as it is' : 'the copy');
        expect([request.uri, `${request.uri}.br`]).toContain(checked.request.uri);
        expect(isPublic(checked.request.uri)).toBe(true);
        // What valibot leaves out, names like `constructor`, is there too.
        expect(ran.value).toEqual(asData({ ...request, uri: checked.request.uri }));
        return;
      }
      const { statusCode, headers } = checked.response;
      kinds.add(String(statusCode));
      expect([204, 307, 404]).toContain(statusCode);
      expect(headers['access-control-allow-origin']).toEqual({ value: '*' });
      expect('location' in headers).toBe(statusCode === 307);
      if (headers['location']) {
        const { origin, pathname } = new URL(headers['location'].value, 'https://cdn.example/a/b');
        expect([origin, pathname]).toEqual(['https://cdn.example', headers['location'].value]);
        expect(pathname).toMatch(/^\/elements\/v\d+\.\d+\.\d+(-[\w.-]+)?\/calendar\/main\.js$/);
      }
    }),
    { numRuns: 2_000 },
  );
  // Otherwise it would have shown nothing.
  expect([...kinds].sort()).toEqual(['204', '307', '404', 'as it is', 'the copy']);
});

test('whatever an origin answered, CORS is added and nothing is taken away', () => {
  fc.assert(
    fc.property(oddRequest, oddHeaders, fc.integer({ min: 200, max: 399 }), (request, headers, statusCode) => {
      const event: FunctionEvent = {
        ...eventOf(request),
        context: { ...context, eventType: 'viewer-response' },
        response: { statusCode, statusDescription: '', headers, cookies: {} },
      };
      const ran = viewerResponse.run(event);
      if (ran.kind === 'failed') throw new Error(ran.why);
      const checked = checkOutcome(ran.value, event);
      if (checked.kind !== 'response') throw new Error(JSON.stringify(checked));
      const { vary } = checked.response.headers;
      const { 'access-control-allow-origin': _allowed, vary: stored, ...given } = headers;
      expect([stored?.value, 'Accept-Encoding']).toContain(vary?.value);
      expect(ran.value).toEqual(
        asData({ ...event.response, headers: { ...given, ...(vary && { vary }), 'access-control-allow-origin': { value: '*' } } }),
      );
      expect(checked.response.statusCode).toBe(statusCode);
    }),
    { numRuns: 1_000 },
  );
});

test('through the whole edge, nothing private is asked of the bucket, and every answer can be sent', async () => {
  const asked: string[] = [];
  const origin = (key: string) => {
    asked.push(key);
    return Promise.resolve({ status: asked.length % 2 ? 200 : 404, headers: { etag: `"${asked.length}"` }, body: Buffer.from('x') });
  };
  const edge = createEdge({
    origin,
    keyValues,
    distributionId: context.distributionId,
    now: () => 0,
    log: ({ message }) => expect.unreachable(message),
  });
  const header = fc.dictionary(
    fc.constantFrom('accept-encoding', 'origin', 'range', 'if-none-match', 'access-control-request-headers', 'cookie'),
    fc.string({ unit: 'grapheme-ascii' }),
  );
  const target = fc
    .tuple(oddUri, fc.oneof(fc.constant(''), fc.constantFrom('?tag=x', '?', '#x', '?a=%', '?=&&=&a')))
    .map((parts) => parts.join(''));
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom('GET', 'HEAD', 'OPTIONS', 'POST'),
      target,
      header,
      oddChannels,
      async (method, path, headers, stored) => {
        channels = stored;
        const before = asked.length;
        const { status, headers: answered }: HttpResponse = await edge.handle({ method, target: path, headers, body: noBody() });
        expect([200, 204, 206, 304, 307, 403, 404, 416]).toContain(status);
        for (const [name, value] of Object.entries(answered)) {
          validateHeaderName(name);
          validateHeaderValue(name, value);
        }
        for (const key of asked.slice(before)) expect(isPublic(`/${key}`)).toBe(true);
      },
    ),
    { numRuns: 1_000 },
  );
  expect(asked.length).toBeGreaterThan(50);
});
