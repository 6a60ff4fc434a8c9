/** Runs checks side by side, each within its own time; one that breaks or hangs says nothing about the others. */
import { PintagError } from '@pintag/cdn/errors';
import type { Check, Diagnosis, Finding, Verdict } from './check.ts';

/** @param now milliseconds, of any clock that only goes forward */
export async function runChecks(checks: readonly Check[], now: () => number): Promise<Diagnosis> {
  const findings = await Promise.all(checks.map((check) => runCheck(check, now)));
  return { schema: 1, ok: findings.every(({ outcome }) => outcome !== 'failed'), checks: findings };
}

async function runCheck({ name, limit, look }: Check, now: () => number): Promise<Finding> {
  const began = now();
  const controller = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<Verdict>((resolve) => {
    timer = setTimeout(() => {
      controller.abort();
      resolve({ outcome: 'failed', found: `No answer within ${limit / 1000} s.`, remedy: 'Check the network, and run it again.' });
    }, limit);
  });
  const verdict = await Promise.race([look(controller.signal).catch(failed), late]).finally(() => clearTimeout(timer));
  return { name, ...verdict, durationMs: Math.max(0, Math.round(now() - began)) };
}

const failed = (error: unknown): Verdict => ({
  outcome: 'failed',
  found: error instanceof Error ? error.message : String(error),
  remedy: error instanceof PintagError ? error.remedy : 'Pintag does not know this failure: look into its cause, and run it again.',
});
