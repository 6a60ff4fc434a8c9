/** The lines of HTML that a host page may put before its tags: they name what the loaders will ask for, before a loader has run. */
import { escapeAttribute } from './script-tag.ts';

/** What of a version's manifest says which files an element needs before it shows anything. */
export interface NeededFiles {
  /** Absolute URL of the version's folder, with a slash at its end. */
  readonly folder: string;
  /** Relative to the folder, the entry first; the runtime's lie outside of it. */
  readonly static: readonly string[];
  readonly files: readonly { readonly path: string; readonly integrity: string }[];
}

export interface Preload {
  readonly url: string;
  /** `sha384-…` */
  readonly integrity: string;
}

/**
 * Each file once, in the order in which the elements can be shown soonest: feature by feature, and of each the runtime that it is the first
 * to need, which is the larger part, before its own files.
 * @throws {Error} The manifest lists a static file without its integrity.
 */
export function preloadsOf(versions: readonly NeededFiles[]): Preload[] {
  const preloads = new Map<string, Preload>();
  for (const { folder, static: needed, files } of versions) {
    const integrities = new Map(files.map(({ path, integrity }) => [path, integrity]));
    for (const path of [...needed.filter(isShared), ...needed.filter((own) => !isShared(own))]) {
      const integrity = integrities.get(path);
      if (integrity === undefined) throw new Error(`The manifest in ${folder} says nothing about ${path}.`);
      const url = new URL(path, folder).href;
      if (!preloads.has(url)) preloads.set(url, { url, integrity });
    }
  }
  return [...preloads.values()];
}

/** A path of the runtime, as a version's manifest writes it. */
export const isShared = (path: string): boolean => path.startsWith('../');

/**
 * `crossorigin="anonymous"` is what the loader's own preloads and imports say: with any other mode the browser fetches the file twice.
 * @example preloadLine({ url: 'https://cdn.example.com/…/element-4QX7.js', integrity: 'sha384-…' }) // '<link rel="modulepreload" href="…'
 */
export const preloadLine = ({ url, integrity }: Preload): string =>
  `<link rel="modulepreload" href="${escapeAttribute(url)}" integrity="${escapeAttribute(integrity)}" crossorigin="anonymous">`;
