/** What publishing asks of `linkElement` (@pintag/runtime); tests link with a few lines of their own. */
import type { BundleFile } from '@pintag/cdn';

export interface LinkTarget {
  readonly feature: string;
  /** Of a preview, its commit. */
  readonly version: string;
  /** `false`: nobody will publish the result, so the `.br` files may be left out. */
  readonly compress?: boolean;
  /** For a pull request's path, where its runtime lies in the same folder. */
  readonly preview?: boolean;
}

/** Version-less bundle in, the files of one version out: loader, manifest and `.br` files added. Has to be deterministic. */
export type Link = (bundle: readonly BundleFile[], as: LinkTarget) => Promise<readonly BundleFile[]>;
