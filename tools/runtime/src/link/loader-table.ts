/** What a version's loader knows, and what follows from it: the import maps that it will write into a page. */
import type { Manifest } from './manifest.ts';

/** What src/loader/table.ts stands for. */
export interface LoaderTable {
  readonly feature: string;
  readonly version: string;
  readonly v: string;
  readonly element: string;
  readonly entry: string;
  readonly maps: readonly string[];
  readonly closure: number;
}

/**
 * Several versions on a page share a runtime, and a browser warns of an entry that it has already: each runtime file has a map of its own, with the
 * same text for all. Those that are loaded at once come first, then the version's own files, then the rest.
 */
export function tableOf({ feature, version, element, entry, static: closure, lazy, files }: Omit<Manifest, 'main'>, v = 'v'): LoaderTable {
  const integrity = new Map(files.map((file) => [file.path, file.integrity]));
  // Any origin does: what comes before the version's folder is `*` in the table.
  const place = (path: string) => new URL(path, `https://*/${v}${version}/${feature}/`).pathname.slice(1);
  const mapOf = (paths: readonly string[]) =>
    JSON.stringify({ integrity: Object.fromEntries(paths.map((path) => [`*${place(path)}`, integrity.get(path)])) });

  const own = [...closure, ...lazy].filter((path) => !isShared(path));
  const maps = [...closure.filter(isShared).map((path) => [path]), own, ...lazy.filter(isShared).map((path) => [path])].map(mapOf);
  return { feature, version, v, element, entry, maps, closure: closure.length };
}

const isShared = (path: string): boolean => path.startsWith('../');

/**
 * The import maps that a version's loader writes into a page, word for word: one for its own files, and one for each runtime file that it needs.
 * Two features on one runtime write the same text for it.
 * @param folder Absolute URL of the version's folder, with a slash at its end.
 * @example integrityMapTexts(manifest, 'https://cdn.example.com/elements/v1.1.0/questionnaire/')
 * // ['{"integrity":{"https://cdn.example.com/elements/v1.1.0/questionnaire/element-AAAA.js":"sha384-…", …}}', …]
 */
export const integrityMapTexts = (manifest: Manifest, folder: string): readonly string[] =>
  tableOf(manifest).maps.map((map) => map.split('*').join(new URL('../..', folder).href));
