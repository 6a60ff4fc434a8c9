/** Did a release survive a fault? From what was seen to sentences about what went wrong; none: it survived. Pure but for unpacking bundles. */
import { isRetried } from './fault.ts';
import type { FaultRow } from './fault-table.ts';
import { findViolations } from './find-violations.ts';
import type { Ran } from './runner.ts';
import { features } from './small-workspace.ts';
import { differences, type State } from './world.ts';

export interface Seen {
  readonly row: FaultRow;
  /** Where it began, after everything that was done by hand. */
  readonly before: State;
  /** The run that met the fault. */
  readonly disturbed: Ran;
  readonly wasMet: boolean;
  readonly afterwards: State;
  /** The next run, without faults. */
  readonly repair: Ran;
  readonly repaired: State;
  /** Of a release that nothing disturbed. */
  readonly end: State;
  /** Keys that were damaged by hand. */
  readonly damaged: readonly string[];
}

export async function judge(seen: Seen): Promise<readonly string[]> {
  const { before, disturbed, wasMet, afterwards, repair, repaired, end, damaged } = seen;
  return [
    ...(wasMet ? [] : ['The call was never made.']),
    ...(disturbed.ended ? aboutEnd(seen) : aboutDeath(seen)),
    ...(await findViolations(afterwards, before)),
    ...(repair.ended?.ok ? [] : [`The next run did not end well: ${inShort(repair)}`]),
    ...(await findViolations(repaired, afterwards)),
    ...differences(repaired, end, damaged).map((difference) => `After the next run, ${difference}`),
    ...(disturbed.ended?.ok ? differences(afterwards, end, damaged).map((difference) => `It ended with 0, and ${difference}`) : []),
  ];
}

const isKill = ({ kind }: FaultRow): boolean => kind === 'kill-before' || kind === 'kill-after';

function aboutDeath({ row, disturbed }: Seen): string[] {
  if (!disturbed.died) return [`It never ended. ${disturbed.stderr}`];
  return isKill(row) ? [] : [`It died. ${disturbed.stderr}`];
}

function aboutEnd({ row, disturbed, afterwards, damaged, end }: Seen): string[] {
  const ended = disturbed.ended!;
  if (isKill(row)) return ['It was to be killed, and ended.'];
  if (ended.ok) return [];
  const problems: string[] = [];
  if (row.duration === 'once' && !row.given && isRetried(row.kind, row.call.party))
    problems.push(`It gave up, and another try would have helped: ${inShort(disturbed)}`);

  const failed = ended.features.filter(({ status }) => status === 'failed');
  if (!ended.failure && failed.length === 0) problems.push('It says that it failed, and not what.');
  const unclear = [
    ...failed.filter(({ code }) => code === undefined),
    ...(ended.failure && ended.failure.code === undefined ? [ended.failure] : []),
  ];
  if (unclear.length > 0) problems.push(`Its failure has no code, so nobody is told what to do: ${inShort(disturbed)}`);

  // What concerns one feature alone stays with it.
  const others = features.filter((feature) => row.call.feature !== undefined && feature !== row.call.feature);
  for (const other of others) {
    const missing = differences(afterwards, end, damaged).filter((difference) => new RegExp(`^\\S*\\b${other}\\b`).test(difference));
    if (missing.length > 0) problems.push(`${row.call.feature} holds ${other} up: ${missing.join(' ')}`);
  }
  if (row.call.feature !== undefined && !ended.failure && !failed.some(({ feature }) => feature === row.call.feature))
    problems.push(`It does not say that ${row.call.feature} failed, but ${failed.map(({ feature }) => feature).join()}.`);
  return problems;
}

function inShort({ ended, died, stderr }: Ran): string {
  if (!ended) return died ? 'it died.' : `it never ended. ${stderr}`;
  const reasons = ended.features.flatMap(({ feature, status, reason, code }) =>
    status === 'failed' ? [`${feature}: ${code ?? ''} ${reason}`] : [],
  );
  const { failure } = ended;
  return [...reasons, ...(failure ? [`${failure.code ?? ''} ${failure.message}`] : [])].join(' | ').slice(0, 1_500) || 'it ended with 0.';
}
