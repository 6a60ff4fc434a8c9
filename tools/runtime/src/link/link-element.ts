/** From a version-less bundle to the files of one version. */
import { checkVersion, contentTypeOf, type BundleFile } from '@pintag/cdn';
import { type LinkedFile, sortedByPath, withCopies } from './compressed-copies.ts';
import { loaderFile, manifestFile } from './linked-names.ts';
import { tableOf } from './loader-table.ts';
import { loaderText } from './loader-text.ts';
import { manifestOf } from './manifest.ts';
import { moveRuntime } from './move-runtime.ts';
import { parseBundle } from './parse-bundle.ts';
import { previewPlace, versionPlace } from './place.ts';
import { preloadLazyImports } from './preload-lazy-imports.ts';

export interface LinkTarget {
  readonly feature: string;
  /** SemVer, without "v"; of a preview, its commit in hexadecimal digits. */
  readonly version: string;
  /** `false`: without the brotli copies, which take most of the time; for a look at whether the bundle can be linked. Default `true`. */
  readonly compress?: boolean;
  /** It will lie under a pull request's path, in a folder that is called after its commit, and its runtime there, too. Default: `false`. */
  readonly preview?: boolean;
}

/**
 * The bundle without element.json, plus the loader, the manifest and a brotli copy beside each text file; sorted by path.
 * The same bundle and version give the same bytes.
 * @throws {PintagError} PT_BUNDLE_MALFORMED, PT_VERSION_FORMAT, PT_CONTENT_TYPE
 * @example await linkElement(bundle, { feature: 'questionnaire', version: '1.1.0' }) // 3rdpartylicenses.txt, …, main.js, main.js.br, …
 */
export async function linkElement(
  bundle: readonly BundleFile[],
  { feature, version, compress = true, preview = false }: LinkTarget,
): Promise<readonly LinkedFile[]> {
  if (!preview) checkVersion(version);
  const { description, files: built } = parseBundle(bundle, feature);
  const place = preview ? previewPlace : versionPlace;
  const files = await preloadLazyImports(await moveRuntime(built, description, place), description, place);
  const loader = {
    path: loaderFile,
    body: Buffer.from(await loaderText(tableOf(manifestOf(description, version, files, place), place.v))),
  };
  const published = sortedByPath([...files, loader]);
  const manifest = {
    path: manifestFile,
    body: Buffer.from(`${JSON.stringify(manifestOf(description, version, published, place), null, 2)}\n`),
  };
  const linked = [...published, manifest].map((file) => ({ ...file, contentType: contentTypeOf(file.path) }));
  return compress ? withCopies(linked) : sortedByPath(linked);
}
