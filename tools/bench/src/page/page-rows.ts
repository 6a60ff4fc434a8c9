/** What was measured of pages, as `--json` prints it. */
import type { Sizes } from './build/sizes.ts';
import type { MeasuredPage } from './measure-pages.ts';
import type { PageSize } from './page-features.ts';
import type { SurfaceName, VariantName } from './variants.ts';

export interface PageRow {
  /** How many different features are on it. */
  readonly page: PageSize;
  /** Which one, where it is one. */
  readonly feature?: string;
  readonly variant: VariantName;
  readonly surface: SurfaceName;
  /** Of all files that the CDN was asked for. */
  readonly bytes: Sizes;
  readonly requests: number;
  readonly cpuSlowdown: number;
  readonly firstVisibleMs: readonly number[];
  readonly lastVisibleMs: readonly number[];
  readonly longTaskMs: readonly number[];
}

export const pageRow = ({ page, variant, cpuSlowdown, bytes, requests, firstVisible, lastVisible, longTasks }: MeasuredPage): PageRow => ({
  page: page.size,
  ...(page.size === 1 && { feature: page.features[0]!.name }),
  variant: variant.name,
  surface: variant.surface,
  bytes,
  requests,
  cpuSlowdown,
  firstVisibleMs: firstVisible,
  lastVisibleMs: lastVisible,
  longTaskMs: longTasks,
});
