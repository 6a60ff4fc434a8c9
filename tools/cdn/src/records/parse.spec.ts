import { describe, expect, test } from 'vitest';
import { integrityOf, sha256Of } from '../integrity.ts';
import { parseClaim, parseFeatureIndex, parseReceipt, parseRecord, parseRuntimeRecord, parseVersionList } from './parse.ts';
import { serialise } from './serialise.ts';
import type { Claim, FeatureIndex, Receipt, ReleaseRecord, RuntimeRecord, VersionList } from './release-record.ts';

const bytes = Buffer.from('a');
const digest = '0123456789abcdef'.repeat(4);
const about = { schema: 1, feature: 'calendar', version: '1.0.0', commit: '0a1b', committedAt: '2026-01-01T00:00:00.000Z' } as const;

const claim: Claim = { ...about, digest };
const record: ReleaseRecord = {
  ...about,
  status: 'released',
  element: 'pt-calendar',
  digest,
  entry: 'main.js',
  files: [
    { path: 'main.js', size: 1, contentType: 'text/javascript; charset=utf-8', integrity: integrityOf(bytes), sha256: sha256Of(bytes) },
    {
      path: 'main.js.br',
      size: 1,
      contentType: 'text/javascript; charset=utf-8',
      contentEncoding: 'br',
      integrity: integrityOf(bytes),
      sha256: sha256Of(bytes),
    },
  ],
};
const list: VersionList = {
  schema: 1,
  feature: 'calendar',
  element: 'pt-calendar',
  versions: [
    {
      version: '1.0.0',
      commit: '0a1b',
      committedAt: '2026-01-01T00:00:00+09:00',
      entry: 'main.js',
      integrity: integrityOf(bytes),
      size: 1,
    },
  ],
};
const runtimeRecord: RuntimeRecord = {
  schema: 1,
  status: 'released',
  runtime: 'angular-22.1.7-0f2c9a41d07be358',
  files: [{ ...record.files[0]!, path: 'angular.js' }],
};
const index: FeatureIndex = {
  schema: 1,
  features: [{ feature: 'calendar', element: 'pt-calendar', newest: '2.0.0-next.1', versions: 1, settled: digest }],
};
const receipt: Receipt = {
  schema: 1,
  feature: 'calendar',
  version: '1.0.0',
  tag: 'calendar-v1.0.0',
  commit: '0a1b',
  run: 'run-1',
  finishedAt: '2026-01-01T00:00:00Z',
};

test('what was written is read', () => {
  expect(parseRecord(serialise(record), 'k')).toEqual(record);
  expect(parseRecord(serialise({ ...record, status: 'abandoned', files: [] }), 'k')).toMatchObject({ status: 'abandoned' });
  expect(parseClaim(serialise(claim), 'k')).toEqual(claim);
  expect(parseVersionList(serialise(list), 'k')).toEqual(list);
  expect(parseFeatureIndex(serialise(index), 'k')).toEqual(index);
  expect(parseReceipt(serialise(receipt), 'k')).toEqual(receipt);
  expect(parseRuntimeRecord(serialise(runtimeRecord), 'k')).toEqual(runtimeRecord);
});

test('a version names its runtime, or is self-contained, as all were once', () => {
  const { runtime } = runtimeRecord;
  expect(parseRecord(serialise({ ...record, runtime }), 'k')).toEqual({ ...record, runtime });
  expect(parseClaim(serialise({ ...claim, runtime }), 'k')).toEqual({ ...claim, runtime });
  expect(parseRecord(serialise(record), 'k')).not.toHaveProperty('runtime');
});

test.each([
  ['another schema', { schema: 2 }, /^schema: /],
  ['a status that no runtime has', { status: 'abandoned' }, /^status: /],
  ['a name that leads elsewhere', { runtime: '../calendar' }, /^runtime: is no name of a runtime/],
  ['a file outside', { files: [{ ...runtimeRecord.files[0]!, path: '../angular.js' }] }, /^files\.0\.path: /],
])('the record of a runtime with %s is refused', (_, change, problem) => {
  expect(() => parseRuntimeRecord(serialise({ ...runtimeRecord, ...change }), 'k')).toThrow(
    expect.objectContaining({ code: 'PT_STORED_INVALID', facts: { key: 'k', problems: [expect.stringMatching(problem)] } }),
  );
});

test('fields of a later time are left out', () => {
  expect(parseClaim(serialise({ ...claim, later: true }), 'k')).toEqual(claim);
});

describe('what is not as it should be is named', () => {
  const first = record.files[0]!;
  const cases: readonly { what: string; value: unknown; problem: RegExp }[] = [
    { what: 'another schema', value: { ...record, schema: 2 }, problem: /^schema: .*\(2\)$/ },
    { what: 'another status', value: { ...record, status: 'draft' }, problem: /^status: .*"draft"/ },
    { what: 'a feature that is a path', value: { ...record, feature: '../x' }, problem: /^feature: is no feature name \("\.\.\/x"\)$/ },
    { what: 'a version that is a range', value: { ...record, version: '^1.0.0' }, problem: /^version: is no version/ },
    { what: 'an element that is none', value: { ...record, element: 'calendar' }, problem: /^element: / },
    { what: 'a short digest', value: { ...record, digest: 'abc' }, problem: /^digest: / },
    { what: 'a time that is none', value: { ...record, committedAt: 'yesterday' }, problem: /^committedAt: / },
    { what: 'a runtime outside', value: { ...record, runtime: 'angular/../x' }, problem: /^runtime: is no name of a runtime/ },
    { what: 'an entry outside', value: { ...record, entry: '/main.js' }, problem: /^entry: / },
    { what: 'files missing', value: { ...record, files: undefined }, problem: /^files: is missing$/ },
    { what: 'a file outside', value: { ...record, files: [{ ...first, path: '../main.js' }] }, problem: /^files\.0\.path: / },
    { what: 'half a byte', value: { ...record, files: [{ ...first, size: 0.5 }] }, problem: /^files\.0\.size: / },
    {
      what: 'another hash',
      value: { ...record, files: [first, { ...first, integrity: 'sha256-abc' }] },
      problem: /^files\.1\.integrity: /,
    },
    { what: 'a long value is cut', value: { ...record, digest: 'x'.repeat(500) }, problem: /^digest: .{0,120}…\)$/ },
    { what: 'a text', value: 'record', problem: /the whole: .*Object.*\("record"\)/ },
    { what: 'null', value: null, problem: /the whole: / },
  ];

  test.each(cases)('$what', ({ value, problem }) => {
    expect(() => parseRecord(serialise(value), 'elements/_records/calendar/1.0.0.json')).toThrow(
      expect.objectContaining({
        code: 'PT_STORED_INVALID',
        facts: { key: 'elements/_records/calendar/1.0.0.json', problems: [expect.stringMatching(problem)] },
      }),
    );
  });

  test('all at once', () => {
    expect(() => parseClaim(serialise({ schema: 1 }), 'k')).toThrow(
      expect.objectContaining({
        facts: {
          key: 'k',
          problems: ['feature', 'version', 'commit', 'committedAt', 'digest'].map((name) => expect.stringContaining(name)),
        },
      }),
    );
  });

  test.each([
    ['no JSON', Buffer.from('<html>')],
    ['cut off', Buffer.from('{"schema":1')],
    ['empty', Buffer.from('')],
    ['no UTF-8', Buffer.of(0x22, 0xff, 0x22)],
  ])('%s', (_, body) => {
    expect(() => parseClaim(body, 'k')).toThrow(
      expect.objectContaining({ code: 'PT_STORED_INVALID', facts: { key: 'k', problems: ['it is no JSON'] } }),
    );
  });
});
