/** What was measured of publishing, as rows and as tables. */
import { markdownTable } from '../report/markdown-table.ts';
import { median, withSpread } from '../report/statistics.ts';
import { verdictOf } from '../report/verdict.ts';
import type { PublishedFiles } from './compare-publishing.ts';
import type { ReleaseAmongMany } from './release-among-many.ts';
import { reachedTargets, scaleOf } from './targets.ts';
import type { PublishTool } from './tools.ts';

export interface PublishRow {
  readonly case: '200-files' | '2000-files' | 'scale';
  readonly tool: PublishTool;
  readonly features: number;
  readonly versions: number;
  readonly wallSeconds: readonly number[];
  readonly requests: number;
  /** Absent where the server is in the same process. */
  readonly cpuSeconds?: readonly number[];
}

export const publishRow = ({ files, tool, runs, requests }: PublishedFiles): PublishRow => ({
  case: `${files}-files` as PublishRow['case'],
  tool,
  features: 1,
  versions: 1,
  wallSeconds: runs.map(({ wallSeconds }) => rounded(wallSeconds)),
  cpuSeconds: runs.map(({ cpuSeconds }) => rounded(cpuSeconds)),
  requests,
});

export const scaleRow = ({ features, versions, wallSeconds, requests }: ReleaseAmongMany): PublishRow => ({
  case: 'scale',
  tool: 'pintag',
  features,
  versions,
  wallSeconds: wallSeconds.map(rounded),
  requests,
});

const rounded = (seconds: number): number => Number(seconds.toFixed(3));

const names = { pintag: 'pintag', 'aws-s3-sync': 'aws s3 sync', rclone: 'rclone copy --transfers 32' } as const;

export function presentPublishing(rows: readonly PublishRow[]): string {
  const cases = Map.groupBy(rows, (row) => row.case);
  return [...cases]
    .map(([name, of]) => (name === 'scale' ? presentScale(of) : presentFiles(name, of)))
    .concat(presentTargets(rows))
    .join('\n\n');
}

function presentTargets(rows: readonly PublishRow[]): string[] {
  const scale = scaleOf(rows);
  const body = [
    ...reachedTargets(rows).map(({ case: name, against, most, ratio }) => [
      `wall time, ${name.replace('-', ' ')}`,
      names[against],
      `${most.toFixed(2)} ×`,
      `${ratio.toFixed(2)} ×`,
      verdictOf(ratio, most),
    ]),
    ...(scale
      ? [
          [
            'requests of one release, most features',
            'fewest features',
            `${scale.few}`,
            `${scale.many}`,
            scale.many <= scale.few ? 'met' : 'missed',
          ],
        ]
      : []),
  ];
  return body.length === 0
    ? []
    : [`### What was to be reached\n\n${markdownTable([['figure', 'against', 'at most', 'measured', 'verdict'], ...body])}`];
}

function presentFiles(name: PublishRow['case'], rows: readonly PublishRow[]): string {
  const ours = rows.find(({ tool }) => tool === 'pintag')!;
  const body = rows.map(({ tool, wallSeconds, cpuSeconds = [], requests }) => [
    names[tool],
    withSpread(wallSeconds, 2),
    (median(ours.wallSeconds) / median(wallSeconds)).toFixed(2),
    withSpread(cpuSeconds, 2),
    `${requests}`,
  ]);
  const heading = ['tool', 'wall s (spread)', 'ours ÷ this', 'CPU s of the tool (spread)', 'requests'];
  return `### ${name.replace('-', ' ')} of 20 kB\n\n${markdownTable([heading, ...body])}`;
}

function presentScale(rows: readonly PublishRow[]): string {
  const body = rows.map(({ features, versions, wallSeconds, requests }) => [
    `${features}`,
    `${versions}`,
    withSpread(wallSeconds, 2),
    `${requests}`,
  ]);
  return `### Releasing one feature among many\n\n${markdownTable([['features', 'versions of each', 'wall s (spread)', 'requests'], ...body])}`;
}
