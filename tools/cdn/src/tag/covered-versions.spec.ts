import { expect, test } from 'vitest';
import type { VersionList } from '../records/release-record.ts';
import { coveredVersions, findVersion, nearestVersions } from './covered-versions.ts';

const listOf = (...versions: string[]): VersionList => ({
  schema: 1,
  feature: 'calendar',
  element: 'pt-calendar',
  versions: versions.map((version) => ({
    version,
    commit: '0a',
    committedAt: '2026-01-01T00:00:00Z',
    entry: 'main.js',
    integrity: `sha384-${version}`,
    size: 1,
  })),
});

const all = listOf('2.0.0-next.2', '2.0.0-next.1', '1.10.0', '1.9.1', '1.9.0', '1.2.0', '1.0.1', '1.0.0');

test.each([
  { version: '1.10.0', covers: ['1.10.0', '1.9.1', '1.9.0'] },
  { version: '1.9.0', covers: ['1.9.0', '1.2.0', '1.0.1'] },
  { version: '1.0.1', covers: ['1.0.1', '1.0.0'] },
  { version: '1.0.0', covers: ['1.0.0'] },
  { version: '2.0.0-next.2', covers: ['2.0.0-next.2', '2.0.0-next.1', '1.10.0'] },
])('$version covers $covers', ({ version, covers }) => {
  expect(coveredVersions(all, version).map((row) => row.version)).toEqual(covers);
});

test('a stable version does not cover its prereleases', () => {
  expect(coveredVersions(listOf('2.0.0', '2.0.0-next.1', '1.0.0', '1.0.0-next.1', '0.9.0'), '2.0.0').map(({ version }) => version)).toEqual(
    ['2.0.0', '1.0.0', '0.9.0'],
  );
});

test('the order of the list does not matter', () => {
  expect(coveredVersions(listOf('1.0.0', '1.10.0', '1.9.0', '1.2.0'), '1.10.0').map(({ version }) => version)).toEqual([
    '1.10.0',
    '1.9.0',
    '1.2.0',
  ]);
});

test.each([
  { wanted: '9.0.0', nearest: ['2.0.0-next.2', '2.0.0-next.1', '1.10.0'] },
  { wanted: '1.9.7', nearest: ['1.9.1', '1.9.0', '1.10.0'] },
  { wanted: '0.1.0', nearest: ['1.10.0', '1.9.1', '1.9.0'] },
  { wanted: '1.0.2', nearest: ['1.0.1', '1.0.0', '1.2.0'] },
  { wanted: 'v1.0.1', nearest: ['1.0.1', '1.0.0', '1.2.0'] },
  { wanted: '1.2', nearest: ['1.2.0', '1.0.1', '1.0.0'] },
  { wanted: '2.0.0-next.3', nearest: ['2.0.0-next.2', '2.0.0-next.1', '1.10.0'] },
  { wanted: 'next', nearest: ['2.0.0-next.2', '2.0.0-next.1', '1.9.1'] },
])('$wanted may have meant $nearest', ({ wanted, nearest }) => {
  expect(nearestVersions(all, wanted)).toEqual(nearest);
});

test('a version that does not exist names the nearest', () => {
  expect(() => findVersion(listOf('1.0.1', '1.0.0'), '9.0.0')).toThrow(
    expect.objectContaining({ code: 'PT_VERSION_UNKNOWN', facts: { feature: 'calendar', version: '9.0.0', nearest: ['1.0.1', '1.0.0'] } }),
  );
  expect(() => coveredVersions(listOf(), '1.0.0')).toThrow(expect.objectContaining({ code: 'PT_VERSION_UNKNOWN' }));
});
