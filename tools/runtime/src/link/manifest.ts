/** `manifest.json`: what one version consists of, for tools and for people who pin it. */
import { integrityOf, type BundleFile } from '@pintag/cdn';
import type { ElementDescription } from './element-description.ts';
import { loaderFile } from './linked-names.ts';

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
  readonly static: readonly string[];
  readonly lazy: readonly string[];
  /** Every file but this one and the compressed copies, sorted by path. */
  readonly files: readonly ManifestFile[];
}

export interface ManifestFile {
  readonly path: string;
  /** Bytes, not compressed. */
  readonly size: number;
  /** `sha384-…` */
  readonly integrity: string;
}

export function manifestOf(
  { feature, element, entry, ...lists }: ElementDescription,
  version: string,
  files: readonly BundleFile[],
): Manifest {
  return {
    schema: 1,
    feature,
    version,
    element,
    main: loaderFile,
    entry,
    static: lists.static,
    lazy: lists.lazy,
    files: files.map(({ path, body }) => ({ path, size: body.byteLength, integrity: integrityOf(body) })),
  };
}
