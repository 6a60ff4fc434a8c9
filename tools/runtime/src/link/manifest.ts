/** `manifest.json`: what one version consists of, for tools and for people who pin it. */
import { integrityOf, type BundleFile } from '@pintag/cdn';
import type { ElementDescription } from './element-description.ts';
import { loaderFile } from './linked-names.ts';
import type { Place } from './place.ts';

export interface Manifest {
  readonly schema: 1;
  readonly feature: string;
  readonly version: string;
  /** The tag that the loader claims unless its address says otherwise. */
  readonly element: string;
  /** What a host page's script tag names. */
  readonly main: string;
  /** The module that exports `define(tag, context?)`. */
  readonly entry: string;
  /** The shared runtime that its files import; absent: it is self-contained. */
  readonly runtime?: string;
  /** The entry, what it imports, and of the runtime what these import: all that the element needs before it shows anything. */
  readonly static: readonly string[];
  readonly lazy: readonly string[];
  /** Every file but this one and the compressed copies, sorted by path, and after them the runtime's. */
  readonly files: readonly ManifestFile[];
}

export interface ManifestFile {
  /** Relative to the version's folder; of the runtime, `../../runtime/angular-22.1.7-0f2c9a41d07be358/angular.js`, and in a preview one `../` less. */
  readonly path: string;
  /** Bytes, not compressed. */
  readonly size: number;
  /** `sha384-…` */
  readonly integrity: string;
}

export function manifestOf(
  { feature, element, entry, runtime, ...lists }: ElementDescription,
  version: string,
  files: readonly BundleFile[],
  place: Place,
): Manifest {
  const fromVersion = (path: string) => place.runtimePath(runtime!.name, path);
  return {
    schema: 1,
    feature,
    version,
    element,
    main: loaderFile,
    entry,
    ...(runtime && { runtime: runtime.name }),
    static: [...lists.static, ...(runtime?.static ?? []).map(fromVersion)],
    lazy: [...lists.lazy, ...(runtime?.lazy ?? []).map(fromVersion)],
    files: [
      ...files.map(({ path, body }) => ({ path, size: body.byteLength, integrity: integrityOf(body) })),
      ...(runtime?.files ?? []).map(({ path, size, integrity }) => ({ path: fromVersion(path), size, integrity })),
    ],
  };
}
