/** What was measured of plans, as `--json` prints it. */
import type { CaseName } from '../repositories/cases.ts';
import type { ComparedPlans } from './compare-plans.ts';
import type { ToolName } from './tools.ts';

export interface PlanRow {
  readonly case: CaseName;
  readonly tool: ToolName;
  readonly wallSeconds: readonly number[];
  readonly cpuSeconds: readonly number[];
  readonly peakMiB: number;
  readonly gitProcesses: number;
  readonly remoteRoundTrips: number;
  /** Only when a run took longer than the limit: its figures are those of the time until it was stopped. */
  readonly over?: true;
}

/** The runs whose project graph was in no cache; a tool without a single run has no row. */
export function planRows({ case: name, results }: ComparedPlans): PlanRow[] {
  return results
    .filter(({ start, runs }) => start === 'cold' && runs.length > 0)
    .map(({ tool, runs, gitProcesses, contacts }) => ({
      case: name,
      tool,
      wallSeconds: runs.map(({ wallSeconds }) => rounded(wallSeconds, 3)),
      cpuSeconds: runs.map(({ cpuSeconds }) => rounded(cpuSeconds, 3)),
      peakMiB: rounded(Math.max(...runs.map(({ peakMiB }) => peakMiB)), 1),
      gitProcesses,
      remoteRoundTrips: contacts,
      ...(runs.some(({ exitCode }) => exitCode === undefined) && { over: true as const }),
    }));
}

const rounded = (value: number, digits: number): number => Number(value.toFixed(digits));
