import { expect, test } from 'vitest';
import { aboutRuntime } from './about-runtime.ts';

const runtime = 'angular-22.1.7-0f2c9a41d07be358';
const requests = [
  { path: '/elements/v1.0.1/calendar/main.js', bytes: 1_000 },
  { path: '/elements/v1.1.0/questionnaire/main.js', bytes: 1_100 },
  { path: `/elements/runtime/${runtime}/angular.js`, bytes: 52_840 },
  { path: '/elements/v1.0.1/calendar/element-A.js', bytes: 5_000 },
];

test('one line tells what is shared and what each feature adds', () => {
  expect(aboutRuntime(requests)).toEqual({
    runtimes: [runtime],
    twice: [],
    line: `${runtime}: angular.js 52.8 kB, once. Beside it: calendar@1.0.1 6.0 kB, questionnaire@1.1.0 1.1 kB.`,
  });
});

test('what is fetched twice is named, and so is a second runtime', () => {
  const other = `/elements/runtime/angular-22.1.6-0f2c9a41d07be358/angular.js`;
  const more = [...requests, requests[2]!, { path: other, bytes: 1 }];
  expect(aboutRuntime(more)).toMatchObject({
    runtimes: ['angular-22.1.6-0f2c9a41d07be358', runtime],
    twice: [requests[2]!.path],
    line: expect.stringContaining(`${requests[2]!.path} more than once`),
  });
});

test('a page without a runtime says so', () => {
  expect(aboutRuntime(requests.filter(({ path }) => !path.includes('runtime'))).line).toMatch(
    /^No shared runtime: calendar@1\.0\.1 6\.0 kB/,
  );
});
