/** What publishing was to reach, as data, and whether it does. Pure. */
import { median } from '../report/statistics.ts';
import type { PublishRow } from './publish-rows.ts';

interface Target {
  readonly case: PublishRow['case'];
  readonly against: Exclude<PublishRow['tool'], 'pintag'>;
  /** Most that our time may be, as a multiple of theirs. */
  readonly most: number;
}

const targets: readonly Target[] = [
  { case: '200-files', against: 'aws-s3-sync', most: 0.5 },
  { case: '200-files', against: 'rclone', most: 1.5 },
  { case: '2000-files', against: 'aws-s3-sync', most: 0.5 },
  { case: '2000-files', against: 'rclone', most: 1.2 },
];

export interface ReachedTarget extends Target {
  /** Of medians. */
  readonly ratio: number;
}

/** None for cases that were not measured. */
export function reachedTargets(rows: readonly PublishRow[]): ReachedTarget[] {
  const timeOf = (name: PublishRow['case'], by: PublishRow['tool']) => {
    const row = rows.find((one) => one.case === name && one.tool === by);
    return row && median(row.wallSeconds);
  };
  return targets.flatMap((target) => {
    const [ours, theirs] = [timeOf(target.case, 'pintag'), timeOf(target.case, target.against)];
    return ours === undefined || theirs === undefined ? [] : [{ ...target, ratio: ours / theirs }];
  });
}

/** Requests of releasing one feature, among few and among many; nothing when one of them was not measured. */
export function scaleOf(rows: readonly PublishRow[]): { readonly few: number; readonly many: number } | undefined {
  const [few, many] = rows.filter((row) => row.case === 'scale').sort((a, b) => a.features - b.features);
  return few && many && { few: few.requests, many: many.requests };
}
