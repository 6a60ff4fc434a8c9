/** What a version's loader knows, and what follows from it: the import maps that it will write into a page. */
import { integrityMaps, mapText } from '../loader/integrity-maps.ts';
import type { Manifest } from './manifest.ts';

/** What src/loader/table.ts stands for. */
export interface LoaderTable {
  readonly feature: string;
  readonly version: string;
  readonly element: string;
  readonly files: Readonly<Record<string, string>>;
  readonly closure: number;
}

export function tableOf({ feature, version, element, static: closure, lazy, files }: Manifest): LoaderTable {
  const hash = (path: string) => files.find((file) => file.path === path)!.integrity.slice('sha384-'.length);
  return {
    feature,
    version,
    element,
    files: Object.fromEntries([...closure, ...lazy].map((path) => [path, hash(path)])),
    closure: closure.length,
  };
}

/**
 * The import maps that a version's loader writes into a page, word for word: that of its own files, then one for each runtime file that it needs.
 * Two features on one runtime write the same text for it.
 * @param folder Absolute URL of the version's folder, with a slash at its end.
 * @example integrityMapTexts(manifest, 'https://cdn.example.com/elements/v1.1.0/questionnaire/')
 * // ['{"integrity":{"https://cdn.example.com/elements/v1.1.0/questionnaire/element-AAAA.js":"sha384-…", …}}', …]
 */
export const integrityMapTexts = (manifest: Manifest, folder: string): readonly string[] =>
  Object.values(integrityMaps(tableOf(manifest).files, folder)).map(mapText);
