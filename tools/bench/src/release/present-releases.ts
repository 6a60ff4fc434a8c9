/** What was measured of releases, as a table and as rows. */
import { markdownTable } from '../report/markdown-table.ts';
import { median, withSpread } from '../report/statistics.ts';
import type { ReleaseRuns, ReleaseTool } from './compare-releases.ts';

export interface ReleaseRow {
  readonly tool: ReleaseTool;
  readonly features: number;
  readonly latencyMs: number;
  readonly wallSeconds: readonly number[];
  readonly cpuSeconds: readonly number[];
  readonly peakMiB: number;
  readonly gitProcesses: number;
  readonly remoteRoundTrips: number;
  readonly replans: number;
}

export const releaseRows = (results: readonly ReleaseRuns[], latencyMs: number): ReleaseRow[] =>
  results.map(({ tool, runs, gitProcesses, contacts, replans, released }) => ({
    tool,
    features: released,
    latencyMs,
    wallSeconds: runs.map(({ wallSeconds }) => Number(wallSeconds.toFixed(3))),
    cpuSeconds: runs.map(({ cpuSeconds }) => Number(cpuSeconds.toFixed(3))),
    peakMiB: Number(Math.max(...runs.map(({ peakMiB }) => peakMiB)).toFixed(1)),
    gitProcesses,
    remoteRoundTrips: contacts,
    replans,
  }));

const heading = ['tool', 'released', 'wall s (spread)', '× ours', 'CPU s (spread)', '× ours', 'git processes', 'contacts', 'replans'];

export function presentReleases(rows: readonly ReleaseRow[]): string {
  const ours = rows.find(({ tool }) => tool === 'pintag');
  const body = rows.map((row) => [
    row.tool === 'pintag' ? 'pintag release' : 'semantic-release, once per feature',
    `${row.features}`,
    ...(['wallSeconds', 'cpuSeconds'] as const).flatMap((figure) => [
      withSpread(row[figure], 1),
      ours ? (median(row[figure]) / median(ours[figure])).toFixed(2) : '–',
    ]),
    `${row.gitProcesses}`,
    `${row.remoteRoundTrips}`,
    `${row.replans}`,
  ]);
  return markdownTable([heading, ...body]);
}
