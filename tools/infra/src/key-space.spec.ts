import {
  artefactKey,
  channelsKey,
  claimKey,
  indexKey,
  linkedBundleKey,
  receiptKey,
  recordKey,
  runtimeKey,
  runtimeRecordKey,
  runtimeStagingKey,
  stagingKey,
  versionsKey,
} from '@pintag/cdn';
import { expect, test } from 'vitest';
import { createOnlyPatterns, errorPageKey, keySpace, type KeyGroupName, servedPatterns } from './key-space.ts';

const runtime = 'angular-22.1.7-0f2c9a41d07be358';
/** As a policy's resource reads it: `*` is anything, slashes too. */
const matches = (pattern: string, key: string) => new RegExp(`^${pattern.split('*').map(RegExp.escape).join('.*')}$`, 's').test(key);
const createOnly = (key: string) => createOnlyPatterns.some((pattern) => matches(pattern, key));
const served = (key: string) => servedPatterns.some((pattern) => matches(pattern, key));

test.each<{ key: string; group: KeyGroupName; once: boolean; public: boolean }>([
  { key: artefactKey('calendar', '1.0.0', 'main.js'), group: 'artefacts', once: true, public: true },
  { key: artefactKey('video', '2.0.0-next.1', 'assets/a.woff2'), group: 'artefacts', once: true, public: true },
  { key: artefactKey('calendar', '1.0.0', 'versions.json'), group: 'artefacts', once: true, public: true },
  { key: runtimeKey(runtime, 'angular.js.br'), group: 'runtimes', once: true, public: true },
  { key: recordKey('calendar', '1.0.0'), group: 'records', once: true, public: true },
  { key: runtimeRecordKey(runtime), group: 'records', once: true, public: true },
  { key: 'elements/_preview/pr-7/0a1b2c3/calendar/main.js', group: 'previews', once: true, public: true },
  { key: stagingKey('calendar', '0a1b2c3'), group: 'staged', once: true, public: false },
  { key: runtimeStagingKey(runtime), group: 'staged', once: true, public: false },
  { key: claimKey('calendar', '1.0.0'), group: 'claims', once: true, public: false },
  { key: linkedBundleKey('0a1b2c3'), group: 'claims', once: true, public: false },
  { key: receiptKey('calendar', '1.0.0'), group: 'receipts', once: true, public: false },
  { key: indexKey, group: 'index', once: false, public: true },
  { key: versionsKey('calendar'), group: 'versions', once: false, public: true },
  { key: versionsKey('video'), group: 'versions', once: false, public: true },
  { key: versionsKey('v1beta'), group: 'versions', once: false, public: true },
  { key: versionsKey('runtimes'), group: 'versions', once: false, public: true },
  { key: channelsKey('calendar'), group: 'channels', once: false, public: false },
  { key: errorPageKey, group: 'errorPage', once: false, public: true },
])('$key is of $group: written once $once, public $public', ({ key, group, once, public: isPublic }) => {
  expect(matches(keySpace[group].pattern, key)).toBe(true);
  expect(createOnly(key)).toBe(once);
  expect(served(key)).toBe(isPublic);
});

test('the example of a group is one of its keys', () => {
  const wrong = Object.values(keySpace).filter(({ pattern, example }) => !matches(pattern, example));
  expect(wrong).toEqual([]);
});

test('only what is written once, and can be made again, expires', () => {
  const expiring = Object.entries(keySpace).filter(([, group]) => 'expiresAfter' in group);
  expect(expiring.map(([name]) => name)).toEqual(['previews', 'staged']);
});
