/** Links, and checks that every file of the result can be stored under its URL: the same before the tag as after it. */
import { type BundleFile, artefactKey } from '@pintag/cdn';
import type { Link, LinkTarget } from './link.ts';
import { contentFor } from './stored-content.ts';

/** @throws {PintagError} the bundle cannot become a version; which codes is up to `link`, and PT_FILE_PATH, PT_CONTENT_TYPE. */
export async function linkBundle(link: Link, bundle: readonly BundleFile[], as: LinkTarget): Promise<readonly BundleFile[]> {
  const files = await link(bundle, as);
  for (const { path, body } of files) contentFor(artefactKey(as.feature, as.version, path), body);
  return files;
}
