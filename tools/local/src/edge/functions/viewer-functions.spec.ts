import { describe, expect, test } from 'vitest';
import { noBody } from '../../http/message.ts';
import type { LocalEvent } from '../../log.ts';
import { createViewerFunctions } from './viewer-functions.ts';

const distributionId = 'EDFDVBD6EXAMPLE';
const keyValues = { etag: () => '1', entries: () => new Map<string, string>() };
const unchanged = { 'viewer-request': 'function handler(event) { return event.request; }', 'viewer-response': '' };

/** What a viewer gets when the function on viewer-request, or on viewer-response, has this body. */
function withBody(event: 'viewer-request' | 'viewer-response', body: string) {
  const told: LocalEvent[] = [];
  const text = `function handler(event) { const request = event.request, response = event.response; ${body} }`;
  const idle = 'function handler(event) { return event.response; }';
  const texts = { ...unchanged, 'viewer-response': idle, [event]: text };
  const functions = createViewerFunctions({ keyValues, distributionId, log: (each) => told.push(each), texts });
  const headers = { host: 'cdn.example', 'x-real-ip': '10.0.0.1', cookie: 'a=1; b=2; a=3', via: '1.1 proxy', 'accept-encoding': 'br' };
  const asked = functions.onRequest({ method: 'GET', target: '/a/b?x=%20&y&x=2', headers, body: noBody() });
  const stored = { 'content-type': 'text/plain', via: '1.1 edge', 'x-cache': 'Hit from cloudfront', 'content-length': '4' };
  const answer =
    asked.kind === 'answer'
      ? asked.response
      : functions.onResponse(asked.request, { status: 200, headers: stored, body: Buffer.from('body') });
  return { asked, answer, told };
}
const ofRequest = (body: string) => withBody('viewer-request', body);
const ofResponse = (body: string) => withBody('viewer-response', body);

test('the event has the shape that AWS documents', () => {
  const { told } = ofRequest('console.log(JSON.stringify(event)); return request;');
  expect(JSON.parse(told[0]!.message.replace('viewer-request: ', ''))).toEqual({
    version: '1.0',
    context: {
      distributionDomainName: expect.stringMatching(/^[a-z0-9]+\.cloudfront\.net$/),
      distributionId,
      eventType: 'viewer-request',
      requestId: expect.stringMatching(/^.{20,}$/),
    },
    viewer: { ip: '127.0.0.1' },
    request: {
      method: 'GET',
      uri: '/a/b',
      querystring: { x: { value: '%20', multiValue: [{ value: '%20' }, { value: '2' }] }, y: { value: '' } },
      headers: { host: { value: 'cdn.example' }, via: { value: '1.1 proxy' }, 'accept-encoding': { value: 'br' } },
      cookies: { a: { value: '1', multiValue: [{ value: '1' }, { value: '3' }] }, b: { value: '2' } },
    },
  });
});

test('of an answer a function sees status and headers, and never the body', () => {
  const { told } = ofResponse('console.log(JSON.stringify([event.context.eventType, response])); return response;');
  expect(JSON.parse(told[0]!.message.replace('viewer-response: ', ''))).toEqual([
    'viewer-response',
    {
      statusCode: 200,
      statusDescription: 'OK',
      headers: { 'content-type': { value: 'text/plain' }, via: { value: '1.1 edge' }, 'content-length': { value: '4' } },
      cookies: {},
    },
  ]);
});

describe('what a function may do', () => {
  test('ask for another file, with other headers', () => {
    const { asked } = ofRequest(
      "request.uri = '/c'; request.headers.x = { value: '1' }; delete request.headers['accept-encoding']; return request;",
    );
    expect(asked).toMatchObject({ request: { uri: '/c' }, headers: { host: 'cdn.example', x: '1' } });
    expect(asked).not.toHaveProperty(['headers', 'accept-encoding']);
  });

  test.each([
    ["'text'", 'text'],
    ["{ encoding: 'text', data: 'text' }", 'text'],
    ["{ encoding: 'base64', data: 'dGV4dA==' }", 'text'],
  ])('answer itself, with the body %s', (body, text) => {
    const { answer } = ofRequest(`return { statusCode: 200, headers: { x: { value: '1' } }, body: ${body} };`);
    expect(answer).toMatchObject({ status: 200, headers: { x: '1', 'x-cache': 'FunctionGeneratedResponse from cloudfront' } });
    expect(String(answer.body)).toBe(text);
  });

  test('change an answer, its status and its body too; what it does not see stays', () => {
    const { answer } = ofResponse(
      "response.statusCode = 203; response.headers.x = { value: '1' }; response.body = 'other'; return response;",
    );
    expect(answer).toMatchObject({ status: 203, headers: { x: '1', 'content-type': 'text/plain', 'x-cache': 'Hit from cloudfront' } });
    expect(String(answer.body)).toBe('other');
    expect(String(ofResponse('return response;').answer.body)).toBe('body');
  });
});

const refused: readonly (readonly [what: string, event: 'viewer-request' | 'viewer-response', body: string, why: string])[] = [
  ['another method', 'viewer-request', "request.method = 'HEAD'; return request;", 'The method is read-only.'],
  ['a URI without its slash', 'viewer-request', "request.uri = 'c'; return request;", 'uri'],
  ['a URI of another host', 'viewer-request', "request.uri = 'https://other.example/'; return request;", 'uri'],
  ['a URI with a query', 'viewer-request', "request.uri = '/c?d'; return request;", 'uri'],
  ['a URI with a space', 'viewer-request', "request.uri = '/c d'; return request;", 'uri'],
  ['a URI of 8192 characters', 'viewer-request', "request.uri = '/'.padEnd(8192, 'a'); return request;", '8192'],
  ['another host', 'viewer-request', "request.headers.host.value = 'other.example'; return request;", 'host is read-only'],
  ['a Via', 'viewer-request', "request.headers.via = { value: 'x' }; return request;", 'via is read-only'],
  [
    'a Content-Length',
    'viewer-request',
    "request.headers['content-length'] = { value: '1' }; return request;",
    'content-length is read-only',
  ],
  ['an upper-case header', 'viewer-request', "request.headers['X-A'] = { value: '1' }; return request;", 'in lower case'],
  ['a header that CloudFront hides', 'viewer-request', "request.headers['x-edge-a'] = { value: '1' }; return request;", 'x-edge-a'],
  ['a header with a line break', 'viewer-request', "request.headers.x = { value: 'a\\nb' }; return request;", 'The header x'],
  ['a header that is a text', 'viewer-request', "request.headers.x = '1'; return request;", 'headers.x'],
  ['nothing', 'viewer-request', '', 'Object'],
  ['a response with a status that is a text', 'viewer-request', "return { statusCode: '200' };", 'statusCode'],
  ['a response with a status of 99', 'viewer-request', 'return { statusCode: 99 };', 'statusCode'],
  [
    'a response with a body that is no base64',
    'viewer-request',
    "return { statusCode: 200, body: { encoding: 'base64', data: '*' } };",
    'body',
  ],
  [
    'a response with another Connection',
    'viewer-request',
    "return { statusCode: 200, headers: { connection: { value: 'close' } } };",
    'connection',
  ],
  ['the request', 'viewer-response', 'return request;', 'statusCode'],
  ['a changed Via', 'viewer-response', "response.headers.via.value = 'x'; return response;", 'via is read-only'],
  ['a Warning', 'viewer-response', "response.headers.warning = { value: '1' }; return response;", 'warning is read-only'],
  ['an X-Cache of its own', 'viewer-response', "response.headers['x-cache'] = { value: 'Hit' }; return response;", 'x-cache'],
];
test.each(refused)('%s, returned on %s, is a 502 that says nothing of it', (_what, event, body, why) => {
  const { answer, told } = withBody(event, body);
  expect(answer).toMatchObject({ status: 502, headers: { 'x-cache': 'FunctionValidationError from cloudfront' } });
  expect(told).toEqual([expect.objectContaining({ level: 'error', message: expect.stringContaining(why) })]);
  expect(String(answer.body)).not.toContain(why);
});

test.each(['viewer-request', 'viewer-response'] as const)('a function that throws on %s is a 503', (event) => {
  const { answer, told } = withBody(event, "throw new Error('no');");
  expect(answer).toMatchObject({ status: 503, headers: { 'x-cache': 'FunctionExecutionError from cloudfront' } });
  expect(told).toEqual([expect.objectContaining({ message: expect.stringContaining('Error: no') })]);
});
