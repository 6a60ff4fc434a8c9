import { expect, test } from 'vitest';
import { countReports } from './count-reports.ts';

const report = (passed: number, failed: number, unloadable = 0): string =>
  JSON.stringify({
    numPassedTests: passed,
    numFailedTests: failed,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults: Array.from({ length: unloadable }, () => ({ status: 'failed', assertionResults: [] })),
  });

test.each([
  { what: 'reports are added up', reports: [report(3, 0), report(4, 1)], exitCode: 1, count: { passed: 7, failed: 1, skipped: 0 } },
  { what: 'a file that does not load is a failure', reports: [report(3, 0, 1)], exitCode: 1, count: { passed: 3, failed: 1, skipped: 0 } },
  {
    what: 'a runner that fails without a failed test is a failure',
    reports: [report(3, 0)],
    exitCode: 1,
    count: { passed: 3, failed: 1, skipped: 0 },
  },
  {
    what: 'a runner that was killed before it wrote a report is a failure',
    reports: [],
    exitCode: 137,
    count: { passed: 0, failed: 1, skipped: 0 },
  },
  { what: 'a run without any test is a failure', reports: [report(0, 0)], exitCode: 0, count: { passed: 0, failed: 1, skipped: 0 } },
])('$what', ({ reports, exitCode, count }) => {
  expect(countReports(reports, exitCode)).toEqual(count);
});
