/** What the figures have to be, as data, and whether they are. Pure. */
import { median } from '../report/statistics.ts';
import type { PageRow } from './page-rows.ts';
import type { PageSize } from './page-features.ts';
import { type SurfaceName, type VariantName, variantLabel } from './variants.ts';

export interface Target {
  readonly page: PageSize;
  readonly surface: SurfaceName;
  readonly figure: 'bytes' | 'time';
  readonly variant: Extract<VariantName, 'pintag' | 'pintag-preload'>;
  readonly against: Extract<VariantName, 'self-contained' | 'multi-entry'>;
  /** Most that the figure may be, as a multiple of the other one. */
  readonly most: number;
}

const target = (
  page: PageSize,
  surface: SurfaceName,
  figure: Target['figure'],
  most: number,
  variant: Target['variant'] = 'pintag',
  against: Target['against'] = 'self-contained',
): Target => ({ page, surface, figure, variant, against, most });

export const targets: readonly Target[] = [
  target(10, 'exact', 'bytes', 1.2, 'pintag', 'multi-entry'),
  target(1, 'exact', 'bytes', 1.18),
  target(1, 'exact', 'time', 1.1, 'pintag-preload'),
  target(2, 'exact', 'time', 1),
  target(10, 'exact', 'time', 0.4),
  target(1, 'seeded', 'bytes', 1.45),
  target(1, 'seeded', 'time', 1.2, 'pintag-preload'),
  target(10, 'seeded', 'bytes', 0.5),
  target(10, 'seeded', 'time', 0.5),
];

export interface Reached {
  readonly target: Target;
  readonly feature?: string;
  /** Bytes as sent (brotli) do not depend on the processor. */
  readonly cpuSlowdown?: number;
  readonly ours: number;
  readonly theirs: number;
  /** `ours` as a multiple of `theirs`. */
  readonly ratio: number;
  readonly isMet: boolean;
}

/** One for each pair of rows that a target is about; none for pages that were not measured. */
export function reachedTargets(rows: readonly PageRow[], wanted: readonly Target[] = targets): Reached[] {
  return wanted.flatMap((target) => {
    const ours = rows.filter((row) => row.page === target.page && row.variant === target.variant && row.surface === target.surface);
    const compared = ours.map((row): Reached | undefined => {
      const other = rows.find(
        ({ page, feature, variant, cpuSlowdown }) =>
          page === row.page && feature === row.feature && variant === target.against && cpuSlowdown === row.cpuSlowdown,
      );
      if (!other) return undefined;
      const [mine, theirs] = [row, other].map(({ bytes, lastVisibleMs }) =>
        target.figure === 'bytes' ? bytes.brotli : median(lastVisibleMs),
      );
      const ratio = mine! / theirs!;
      return {
        target,
        ...(row.feature !== undefined && { feature: row.feature }),
        ...(target.figure === 'time' && { cpuSlowdown: row.cpuSlowdown }),
        ours: mine!,
        theirs: theirs!,
        ratio,
        isMet: ratio <= target.most,
      };
    });
    return distinct(compared.filter((one) => one !== undefined));
  });
}

/** Bytes are the same at every speed of the processor. */
const distinct = (list: readonly Reached[]): Reached[] => [
  ...new Map(list.map((one) => [`${one.feature ?? ''} ${one.cpuSlowdown ?? ''}`, one])).values(),
];

/** `bytes at 1 (calendar), pintag, exact` */
export function describeTarget({ target, feature, cpuSlowdown }: Reached): string {
  const { figure, page, variant, surface } = target;
  const what = figure === 'bytes' ? 'bytes' : `last element visible, CPU ${cpuSlowdown}×`;
  return `${what}, page of ${page}${feature ? ` (${feature})` : ''}, ${variantLabel({ name: variant, surface })}`;
}
