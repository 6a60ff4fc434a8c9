/** Builds features to version-less bundles. `nxBuilder` runs Nx; tests use prebuilt bundles. */
import type { BundleFile } from '@pintag/cdn';

export type BuildOutcome =
  { readonly feature: string; readonly files: readonly BundleFile[] } | { readonly feature: string; readonly failure: Error };

export interface Builder {
  /** One outcome a feature; a feature that fails does not stop the others. `root` is a checkout. */
  build(features: readonly string[], root: string): Promise<readonly BuildOutcome[]>;
}
