import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { integrityOf } from '../integrity.ts';
import { emptyIndex, featureRow, replaceRow, settledDigest, toAbandonedRecord, toRecord, toVersionList, versionRow } from './derive.ts';
import { serialise } from './serialise.ts';
import type { Claim } from './release-record.ts';

const main = { path: 'main.js', body: Buffer.from('12345') };
const files = [
  main,
  { path: 'main.js.br', body: Buffer.from('12') },
  { path: 'chunk.mjs', body: Buffer.from('123') },
  { path: 'chunk.mjs.map', body: Buffer.from('{}') },
  { path: 'a.css', body: Buffer.from('a{}') },
];
const claimOf = (version: string, feature = 'calendar'): Claim => ({
  schema: 1,
  feature,
  version,
  commit: '0a1b',
  committedAt: '2026-01-01T00:00:00.000Z',
  digest: '0'.repeat(64),
});
const recordOf = (version: string) => toRecord(claimOf(version), files);

test('a record has every file, sorted, with type, encoding and digests', () => {
  const record = toRecord(claimOf('1.0.0'), files);

  expect(record).toMatchObject({
    schema: 1,
    status: 'released',
    feature: 'calendar',
    version: '1.0.0',
    element: 'pt-calendar',
    entry: 'main.js',
  });
  expect(record.files.map(({ path, size, contentType, contentEncoding }) => [path, size, contentType, contentEncoding])).toEqual([
    ['a.css', 3, 'text/css; charset=utf-8', undefined],
    ['chunk.mjs', 3, 'text/javascript; charset=utf-8', undefined],
    ['chunk.mjs.map', 2, 'application/json', undefined],
    ['main.js', 5, 'text/javascript; charset=utf-8', undefined],
    ['main.js.br', 2, 'text/javascript; charset=utf-8', 'br'],
  ]);
  expect(record.files.find(({ path }) => path === 'main.js')!.integrity).toBe(integrityOf(main.body));
});

test('the same claim and files give the same bytes, in whatever order they come', () => {
  expect(serialise(toRecord(claimOf('1.0.0'), [...files].reverse()))).toEqual(serialise(toRecord(claimOf('1.0.0'), files)));
});

test('what the link step says about a file counts', () => {
  const record = toRecord(claimOf('1.0.0'), [
    { ...main, contentType: 'text/javascript' },
    { path: 'data', body: Buffer.from(''), contentType: 'x/y', contentEncoding: 'br' },
  ]);

  expect(record.files.map(({ contentType, contentEncoding }) => [contentType, contentEncoding])).toEqual([
    ['x/y', 'br'],
    ['text/javascript', undefined],
  ]);
});

test('files without a loader, or of an unknown type, make no record', () => {
  expect(() => toRecord(claimOf('1.0.0'), files.slice(1))).toThrow('main.js');
  expect(() => toRecord(claimOf('1.0.0'), [main, { path: 'LICENSE', body: Buffer.from('') }])).toThrow(
    expect.objectContaining({ code: 'PT_CONTENT_TYPE' }),
  );
});

test('a row counts JavaScript alone, uncompressed', () => {
  expect(versionRow(recordOf('1.0.0'))).toEqual({
    version: '1.0.0',
    commit: '0a1b',
    committedAt: '2026-01-01T00:00:00.000Z',
    entry: 'main.js',
    integrity: integrityOf(main.body),
    size: 8,
  });
});

test('a list is newest first by SemVer, without abandoned versions', () => {
  const records = [...['1.9.0', '1.10.0', '2.0.0-next.1', '2.0.0-next.10', '1.0.0'].map(recordOf), toAbandonedRecord(claimOf('1.11.0'))];

  expect(toVersionList('calendar', records).versions.map(({ version }) => version)).toEqual([
    '2.0.0-next.10',
    '2.0.0-next.1',
    '1.10.0',
    '1.9.0',
    '1.0.0',
  ]);
  expect(() => versionRow(toAbandonedRecord(claimOf('1.11.0')))).toThrow('calendar 1.11.0');
});

test('a record of another feature is a bug', () => {
  expect(() => toVersionList('questionnaire', [recordOf('1.0.0')])).toThrow('calendar 1.0.0');
});

test('a row of the index', () => {
  const list = toVersionList('calendar', ['1.0.0', '1.1.0', '2.0.0-next.1'].map(recordOf));
  const settled = new Map([['1.0.0', '0a1b']]);

  expect(featureRow(list, settled)).toEqual({
    feature: 'calendar',
    element: 'pt-calendar',
    latest: '1.1.0',
    newest: '2.0.0-next.1',
    versions: 3,
    settled: createHash('sha256').update('1.0.0 0a1b').digest('hex'),
  });
  expect(featureRow(toVersionList('calendar', [recordOf('1.0.0-next.1')]), new Map())).not.toHaveProperty('latest');
  expect(featureRow(toVersionList('calendar', []), settled)).toBeUndefined();
});

test('replacing a row leaves the others, and sorts', () => {
  const rowOf = (feature: string, settled: string) => ({
    ...featureRow(toVersionList('calendar', [recordOf('1.0.0')]), new Map([['1.0.0', settled]]))!,
    feature,
  });
  const index = replaceRow(replaceRow(emptyIndex, rowOf('questionnaire', 'a')), rowOf('calendar', 'a'));
  const changed = replaceRow(index, rowOf('questionnaire', 'b'));

  expect(changed.features).toEqual([index.features[0], rowOf('questionnaire', 'b')]);
  expect(changed.features.map(({ feature }) => feature)).toEqual(['calendar', 'questionnaire']);
  expect(emptyIndex.features).toEqual([]);
});

test('the digest of what is settled depends on versions and commits, and not on their order', () => {
  const digest = createHash('sha256').update('1.0.0 a\n1.1.0 b').digest('hex');
  const digestOf = (...settled: readonly (readonly [version: string, commit: string])[]) => settledDigest(new Map(settled));

  expect(digestOf(['1.0.0', 'a'], ['1.1.0', 'b'])).toBe(digest);
  expect(digestOf(['1.1.0', 'b'], ['1.0.0', 'a'])).toBe(digest);
  expect(digestOf(['1.0.0', 'a'])).not.toBe(digest);
  expect(digestOf(['1.0.0', 'a'], ['1.1.0', 'a'])).not.toBe(digest);
});

test('JSON bytes do not depend on the order in which a value was put together', () => {
  const bytes = Buffer.from(serialise({ b: [{ d: 1, c: undefined }], a: null })).toString();

  expect(bytes).toBe('{\n  "a": null,\n  "b": [\n    {\n      "d": 1\n    }\n  ]\n}\n');
  expect(Buffer.from(serialise({ a: null, b: [{ d: 1 }] })).toString()).toBe(bytes);
});
