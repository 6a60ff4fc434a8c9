/** What publishing asks of `linkElement` (@pintag/runtime); tests link with a few lines of their own. */
import type { BundleFile } from '@pintag/cdn';

/** Version-less bundle in, the files of one version out: loader, manifest and `.br` files added. Has to be deterministic. */
export type Link = (
  bundle: readonly BundleFile[],
  as: { readonly feature: string; readonly version: string },
) => Promise<readonly BundleFile[]>;
