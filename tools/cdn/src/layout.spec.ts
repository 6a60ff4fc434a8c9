import { expect, test } from 'vitest';
import {
  artefactKey,
  checkFilePath,
  claimKey,
  recordKey,
  recordPrefix,
  runtimeKey,
  runtimeOfKey,
  runtimePath,
  runtimeRecordKey,
  runtimeRecordPrefix,
  runtimeStagingKey,
  stagingKey,
  versionOfKey,
  versionsKey,
} from './layout.ts';

test('keys are the URL paths of the design', () => {
  expect(artefactKey('questionnaire', '1.1.0', 'main.js')).toBe('elements/v1.1.0/questionnaire/main.js');
  expect(recordKey('calendar-month', '2.0.0-next.1')).toBe('elements/_records/calendar-month/2.0.0-next.1.json');
  expect(versionsKey('calendar')).toBe('elements/calendar/versions.json');
});

const runtime = 'angular-22.1.7-0f2c9a41d07be358';

test('a runtime lies beside the versions, and its record among theirs', () => {
  expect(runtimeKey(runtime, 'angular.js')).toBe(`elements/runtime/${runtime}/angular.js`);
  expect(runtimeRecordKey(runtime)).toBe(`elements/_records/runtime/${runtime}.json`);
  expect(runtimeStagingKey(runtime)).toBe(`_staging/runtime/${runtime}.tar`);
  const versionFolder = `https://cdn.example.com/base/${artefactKey('calendar', '1.0.0', 'x')}`;
  expect(new URL(runtimePath(runtime, 'angular.js'), versionFolder).pathname).toBe(`/base/${runtimeKey(runtime, 'angular.js')}`);
});

test.each(['', '..', 'angular', '../calendar', `${runtime}/..`, 'calendar'])('"%s" is no runtime of a key', (name) => {
  for (const key of [runtimeRecordKey, runtimeStagingKey, (other: string) => runtimeKey(other, 'angular.js')])
    expect(() => key(name)).toThrow(expect.objectContaining({ code: 'PT_RUNTIME_NAME' }));
});

test('a path that leaves the runtime is none', () => {
  expect(() => runtimeKey(runtime, '../angular.js')).toThrow(expect.objectContaining({ code: 'PT_FILE_PATH' }));
});

test('the runtime of a key', () => {
  expect(runtimeOfKey(runtimeRecordPrefix, runtimeRecordKey(runtime))).toBe(runtime);
  expect(
    [`${runtimeRecordPrefix}notes.json`, `${runtimeRecordPrefix}${runtime}`, recordPrefix('calendar')].map((key) =>
      runtimeOfKey(runtimeRecordPrefix, key),
    ),
  ).toEqual([undefined, undefined, undefined]);
});

test.each(['v1.1.0', '1.1', ' 1.1.0', '1.1.0+5', '=1.1.0', '^1.0.0', 'latest', '01.1.0', '', '1.1.0/..', '../../index'])(
  '"%s" is no version of a key',
  (version) => {
    expect(() => artefactKey('calendar', version, 'main.js')).toThrow(expect.objectContaining({ code: 'PT_VERSION_FORMAT' }));
    expect(() => claimKey('calendar', version)).toThrow(expect.objectContaining({ code: 'PT_VERSION_FORMAT' }));
  },
);

test.each(['runtime', 'Index', 'a/b', '..', '', '_claims', 'v1', 'calendar '])('"%s" is no feature of a key', (feature) => {
  expect(() => recordKey(feature, '1.0.0')).toThrow(expect.objectContaining({ code: 'PT_FEATURE_NAME' }));
  expect(() => versionsKey(feature)).toThrow(expect.objectContaining({ code: 'PT_FEATURE_NAME' }));
});

test.each(['../main.js', '/main.js', 'a//b.js', 'a/./b.js', 'a b.js', 'a%20b.js', 'a\\b.js', 'é.js', 'a?b', ''])(
  '"%s" is no file of a version',
  (path) => {
    expect(() => artefactKey('calendar', '1.0.0', path)).toThrow(expect.objectContaining({ code: 'PT_FILE_PATH' }));
  },
);

test.each(['main.js.br', 'assets/ui@2x.png', '3rdpartylicenses.txt', 'chunk-4QX7_a~b+c.js'])('"%s" is a file of a version', (path) => {
  expect(checkFilePath(path)).toBe(path);
});

test('a hash with a folder in it is a bug', () => {
  expect(() => stagingKey('calendar', '../x')).toThrow('no hash');
});

test('the version of a key', () => {
  const prefix = recordPrefix('calendar');
  expect(versionOfKey(prefix, `${prefix}1.0.0-next.1.json`)).toBe('1.0.0-next.1');
  expect(
    [`${prefix}notes.json`, `${prefix}1.0.0.json.bak`, `${prefix}`, 'elements/_records/calendar-month/1.0.0.json'].map((key) =>
      versionOfKey(prefix, key),
    ),
  ).toEqual([undefined, undefined, undefined, undefined]);
});
