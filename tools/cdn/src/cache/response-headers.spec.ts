import { expect, test } from 'vitest';
import { notFound, responseHeadersOf } from './response-headers.ts';

const path = '/elements/v1.1.0/questionnaire/main.js';

test('every answer has the same headers, whatever was asked', () => {
  expect(responseHeadersOf(path)).toMatchInlineSnapshot(`
    {
      "access-control-allow-origin": "*",
      "cross-origin-resource-policy": "cross-origin",
      "referrer-policy": "strict-origin-when-cross-origin",
      "strict-transport-security": "max-age=63072000; includeSubDomains",
      "timing-allow-origin": "*",
      "x-content-type-options": "nosniff",
    }
  `);
  expect(responseHeadersOf('/elements/nothing-here')).toEqual(responseHeadersOf(path));
});

test.each([
  { status: 200, hasOrigin: false, cors: true },
  { status: 307, hasOrigin: false, cors: true },
  { status: 404, hasOrigin: true, cors: true },
  { status: 503, hasOrigin: true, cors: true },
  { status: 404, hasOrigin: false, cors: false },
])('CORS on $status, Origin $hasOrigin: $cors', ({ cors, ...answer }) => {
  expect('access-control-allow-origin' in responseHeadersOf(path, answer)).toBe(cors);
});

test('the catalog alone has a content security policy', () => {
  expect(responseHeadersOf('/')['content-security-policy']).toContain("default-src 'none'");
  expect(responseHeadersOf('/elements/index.json')).not.toHaveProperty('content-security-policy');
  expect(responseHeadersOf('/_claims/x')).not.toHaveProperty('content-security-policy');
});

test('a missing file says where to look', () => {
  expect(JSON.parse(notFound.body)).toMatchObject({ index: '/elements/index.json' });
  expect(notFound.cacheControl).toBe('public, max-age=10');
});
