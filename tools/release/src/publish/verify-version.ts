/** Step 8: is the version served as its record says? */
import { setTimeout as pause } from 'node:timers/promises';
import { type Edge, PintagError, type ReleaseRecord, type Finding, verifyThroughEdge } from '@pintag/cdn';

/** @param pauses see {@link untilServed}. @throws {PintagError} PT_EDGE_WRONG */
export async function verifyVersion(edge: Edge, record: ReleaseRecord, pauses?: readonly number[]): Promise<void> {
  const findings = await untilServed(() => verifyThroughEdge({ edge, record }), pauses);
  if (findings.length === 0) return;
  const { feature, version } = record;
  throw new PintagError('PT_EDGE_WRONG', { feature, version, findings: findings.map(inWords) });
}

/**
 * @param pauses milliseconds before each further try, for files that the edge says are missing; what it serves wrong stays wrong.
 * @returns what is wrong in the end.
 */
export async function untilServed(verify: () => Promise<Finding[]>, pauses: readonly number[] = [12_000]): Promise<Finding[]> {
  let findings = await verify();
  for (const duration of pauses) {
    if (!findings.some(isMissing)) break;
    await pause(duration);
    findings = await verify();
  }
  return findings;
}

const isMissing = ({ about, actual }: Finding): boolean => about === 'status' && actual === '404';

export const inWords = ({ url, about, expected, actual, accept }: Finding): string =>
  `${url} has ${about} ${actual ?? 'missing'} instead of ${expected}${accept ? ` for Accept-Encoding: ${accept}` : ''}`;
