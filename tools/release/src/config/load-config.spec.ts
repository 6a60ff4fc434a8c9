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

test.each([['text'], [null], [[]]])('a default export that is no object (%j) is refused', (written) => {
  expect(() => parseConfig(written, {})).toThrowError(/does not export an object/);
});
