import { expect, test } from 'vitest';
import { changedPackage, type Lock, parseLock } from './lock-file.ts';

const lock = (packages: Readonly<Record<string, object>>): Lock => parseLock(JSON.stringify({ lockfileVersion: 3, packages }));
const base = {
  '': { name: 'root', dependencies: { a: '1' } },
  'node_modules/a': { version: '1.0.0', dependencies: { b: '^1' }, peerDependencies: { p: '*' } },
  'node_modules/a/node_modules/b': { version: '1.0.0', optionalDependencies: { c: '^1' } },
  'node_modules/b': { version: '2.0.0' },
  'node_modules/c': { version: '1.0.0' },
  'node_modules/p': { version: '1.0.0' },
  'node_modules/dev': { version: '1.0.0', dev: true },
};

const cases: readonly (readonly [
  what: string,
  change: Readonly<Record<string, object | undefined>>,
  way: readonly string[] | undefined,
])[] = [
  ['nothing', {}, undefined],
  ['the package itself', { 'node_modules/a': { ...base['node_modules/a'], version: '1.0.1' } }, ['a']],
  ['a nested copy', { 'node_modules/a/node_modules/b': { version: '1.0.1', optionalDependencies: { c: '^1' } } }, ['a', 'b']],
  ['the copy at the top, which is not the one it uses', { 'node_modules/b': { version: '2.0.1' } }, undefined],
  ['an optional dependency of a dependency', { 'node_modules/c': { version: '1.2.0' } }, ['a', 'b', 'c']],
  ['a peer dependency', { 'node_modules/p': { version: '1.2.0' } }, ['a', 'p']],
  ['a package that it does not need', { 'node_modules/dev': { version: '2.0.0' } }, undefined],
  ['where it was loaded from', { 'node_modules/c': { version: '1.0.0', resolved: 'https://mirror.example.com/c.tgz' } }, undefined],
  [
    'a package from git at another commit',
    { 'node_modules/c': { version: '1.0.0', resolved: 'git+ssh://git@example.com/c.git#2' } },
    ['a', 'b', 'c'],
  ],
  ['a dependency that is gone', { 'node_modules/a': { version: '1.0.0', dependencies: { b: '^1' } } }, ['a', 'p']],
  ['hoisting, same versions', { 'node_modules/a/node_modules/b': { version: '1.0.0', dependencies: { c: '^1' } } }, undefined],
];

test.each(cases)('what changed: %s', (_, change, way) => {
  expect(changedPackage(lock(base), lock(JSON.parse(JSON.stringify({ ...base, ...change })) as typeof base), ['a'])).toEqual(way);
});

test('a lock file that cannot be read locks nothing, so everything that is needed has changed', () => {
  expect(changedPackage(parseLock('<<<<<<< HEAD'), lock(base), ['a'])).toEqual(['a']);
  expect(changedPackage(parseLock(''), parseLock('{}'), ['a'])).toBeUndefined();
});
