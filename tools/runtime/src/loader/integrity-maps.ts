/** What a loader has the browser check the files of its version against: import maps of integrity. Tools that print a policy make the same text. */

/** `sha384-…` by absolute URL. */
export type Integrity = Readonly<Record<string, string>>;

/**
 * One map for the version's own files, by its folder; one for each file of a runtime, by its URL. Several versions on a page share a runtime: a
 * browser warns of an entry that it has already, and a map's text may not depend on what else is there, since a page's policy allows it by hash.
 * @param files Path (relative to `folder`) and base64 SHA-384 by turns.
 */
export function integrityMaps(files: readonly string[], folder: string): Readonly<Record<string, Integrity>> {
  const maps: Record<string, Record<string, string>> = {};
  for (let i = 0; i < files.length; i += 2) {
    const url = new URL(files[i]!, folder).href;
    (maps[url.startsWith(folder) ? folder : url] ??= {})[url] = `sha384-${files[i + 1]!}`;
  }
  return maps;
}

export const mapText = (integrity: Integrity): string => JSON.stringify({ integrity });
