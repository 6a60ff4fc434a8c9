/** Adds up what Vitest's JSON reports say. A file that could not even be loaded has no test to its name, and still is a failure. */

export interface Count {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** The parts of Vitest's JSON report (the shape of Jest's) that are read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly { readonly status: string; readonly assertionResults: readonly unknown[] }[];
}

export const nothing: Count = { passed: 0, failed: 0, skipped: 0 };

export const add = (a: Count, b: Count): Count => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
});

/**
 * @param reports the texts of the reports.
 * @param exitCode of the runner: non-zero with nothing failed in the reports is one failure (a crash, an unhandled error).
 */
export function countReports(reports: readonly string[], exitCode: number): Count {
  const counted = reports.map((text) => countOf(JSON.parse(text) as Report)).reduce(add, nothing);
  const silent = exitCode !== 0 && counted.failed === 0;
  const empty = exitCode === 0 && counted.passed === 0;
  return silent || empty ? { ...counted, failed: counted.failed + 1 } : counted;
}

function countOf({ numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults }: Report): Count {
  const unloadable = testResults.filter(({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0).length;
  return { passed: numPassedTests, failed: numFailedTests + unloadable, skipped: numPendingTests + numTodoTests };
}
