/** What a loader has the browser check the files of its version against: import maps of integrity. Tools that print a policy make the same text. */

/** `sha384-…` by absolute URL. */
export type Integrity = Readonly<Record<string, string>>;

/**
 * One map for the version's own files, by its folder; one for each file of a runtime, by its URL. Several versions on a page share a runtime: a
 * browser warns of an entry that it has already, and a map's text may not depend on what else is there, since a page's policy allows it by hash.
 * @param files Base64 SHA-384 by path, relative to `folder`.
 */
export function integrityMaps(files: Readonly<Record<string, string>>, folder: string): Readonly<Record<string, Integrity>> {
  const maps: Record<string, Record<string, string>> = {};
  for (const path in files) {
    const { href } = new URL(path, folder);
    (maps[path[0] === '.' ? href : folder] ??= {})[href] = `sha384-${files[path]!}`;
  }
  return maps;
}

export const mapText = (integrity: Integrity): string => JSON.stringify({ integrity });
