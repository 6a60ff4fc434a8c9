import { expect, test } from 'vitest';
import { cachePolicies, canonicalPath } from '../cache/cache-policy.ts';
import { notFound, responseHeaders } from '../cache/response-headers.ts';
import { edgeFunctions, edgeFunctionSizeLimit } from './edge-functions.ts';

test.each(Object.entries(edgeFunctions))('%s fits into the quota, and has its tables', (_event, text) => {
  expect(Buffer.byteLength(text)).toBeLessThan(edgeFunctionSizeLimit);
  expect(text).not.toContain('TABLES');
});

test('the tables are those of this package', () => {
  const text = edgeFunctions['viewer-request'];
  for (const { path } of [...cachePolicies, { path: canonicalPath }]) expect(text).toContain(String(path));
  for (const { name, value, on } of responseHeaders) {
    expect(text.includes(`${JSON.stringify(name)}: { "value": ${JSON.stringify(value)} }`)).toBe(on !== 'catalog');
  }
  expect(text).toContain(JSON.stringify(notFound.body));
});

test('only the function that reads channels needs their store', () => {
  expect(edgeFunctions['viewer-request']).toContain("import cf from 'cloudfront'");
  expect(edgeFunctions['viewer-response']).not.toContain('import');
});
