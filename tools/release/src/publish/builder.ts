/** Builds features to version-less bundles. `nxBuilder` runs Nx; tests use prebuilt bundles. */
import type { BundleFile } from '@pintag/cdn';

/** A shared runtime as it was built: without `.br` copies, which publishing adds. Its name is its content. */
export interface RuntimeBundle {
  /** `angular-22.1.7-0f2c9a41d07be358` */
  readonly name: string;
  readonly files: readonly BundleFile[];
}

export interface BuiltFeature {
  readonly feature: string;
  readonly files: readonly BundleFile[];
  /** What element.json names as its runtime; absent: the feature is self-contained. Features that share one carry the same object. */
  readonly runtime?: RuntimeBundle;
}

export type BuildOutcome = BuiltFeature | { readonly feature: string; readonly failure: Error };

export interface Builder {
  /** One outcome a feature; a feature that fails does not stop the others. `root` is a checkout. */
  build(features: readonly string[], root: string): Promise<readonly BuildOutcome[]>;
}
