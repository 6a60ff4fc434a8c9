import { expect, test } from 'vitest';
import { parseConfig } from './load-config.ts';

test('without a file and without variables, the defaults release main to the store on this machine', () => {
  const config = parseConfig({}, {});

  expect(config.remote).toBe('origin');
  expect(config.branches).toContain('main');
  expect(config.store).toBeUndefined();
  expect(config.dependencyBump).toBe('patch');
});

test('a variable wins over the file, field by field', () => {
  const config = parseConfig(
    { store: { bucket: 'from-the-file', region: 'eu-central-1' }, edge: { origin: 'https://cdn.example.com', distributionId: 'E1' } },
    { PINTAG_STORE_BUCKET: 'from-the-environment', PINTAG_EDGE_ORIGIN: 'https://staging.example.com/' },
  );

  expect(config.store).toMatchObject({ bucket: 'from-the-environment', region: 'eu-central-1' });
  expect(config.edge).toMatchObject({ origin: 'https://staging.example.com', distributionId: 'E1' });
});

test('branches come from a variable as names or as JSON', () => {
  expect(parseConfig({}, { PINTAG_BRANCHES: 'main, next' }).branches).toEqual(['main', 'next']);
  expect(parseConfig({}, { PINTAG_BRANCHES: '["main",{"name":"beta","prerelease":true}]' }).branches).toEqual([
    'main',
    { name: 'beta', prerelease: true },
  ]);
});

test('every problem is named with its path and its variable', () => {
  const read = () => parseConfig({ dependencyBump: 'huge', edge: { origin: 'cdn.example.com', distributionId: 'E1' }, colour: 'red' }, {});

  expect(read).toThrowError(/dependencyBump \(or PINTAG_DEPENDENCY_BUMP\): is none of major, minor, patch, own/);
  expect(read).toThrowError(/edge\.origin \(or PINTAG_EDGE_ORIGIN\): is not an absolute URL/);
  expect(read).toThrowError(/colour/);
});

test('budgets have defaults, each feature its own if it is named', () => {
  expect(parseConfig({}, {}).sizeBudget).toEqual({ feature: 60_000, features: {}, runtime: 120_000 });
  expect(parseConfig({ sizeBudget: { features: { calendar: 9_000 } } }, {}).sizeBudget).toEqual({
    feature: 60_000,
    features: { calendar: 9_000 },
    runtime: 120_000,
  });
});

test.each([
  { written: 20_000, says: /sizeBudget: is no object of feature, features and runtime/ },
  { written: { calendar: 20_000 }, says: /sizeBudget\.calendar: is no field of it/ },
  { written: { runtime: 0.5 }, says: /sizeBudget\.runtime: is no whole number of bytes/ },
  { written: { features: { calendar: '20 kB' } }, says: /sizeBudget\.features\.calendar: is no number of bytes/ },
])('a budget like $written is refused', ({ written, says }) => {
  expect(() => parseConfig({ sizeBudget: written }, {})).toThrowError(says);
});

test.each([['text'], [null], [[]]])('a default export that is no object (%j) is refused', (written) => {
  expect(() => parseConfig(written, {})).toThrowError(/does not export an object/);
});

test('channels have defaults; a variable names others', () => {
  expect(parseConfig({}, {}).channels).toEqual(['stable', 'next']);
  expect(parseConfig({ channels: ['early-access'] }, {}).channels).toEqual(['early-access']);
  expect(parseConfig({}, { PINTAG_CHANNELS: 'stable, beta' }).channels).toEqual(['stable', 'beta']);
});

test.each(['Stable', '_next', 'runtime', 'v1.0', 'a/b'])('a channel cannot be called %s', (name) => {
  expect(() => parseConfig({ channels: ['stable', name] }, {})).toThrowError(/channels\.1: ".+" cannot be a channel: /);
});

test('a key-value store is named by its ARN', () => {
  const edge = { origin: 'https://cdn.example.com', distributionId: 'E1' };
  const arn = 'arn:aws:cloudfront::123456789012:key-value-store/327284aa-bcd5-499f-a3ff-26b9a9d31b58';
  expect(parseConfig({ edge }, { PINTAG_EDGE_KEY_VALUE_STORE: arn }).edge).toMatchObject({ keyValueStore: arn });
  expect(() => parseConfig({ edge: { ...edge, keyValueStore: '327284aa' } }, {})).toThrowError(
    /edge\.keyValueStore \(or PINTAG_EDGE_KEY_VALUE_STORE\): is no ARN/,
  );
});
