/** Files and folders, and the API that lists them. */

export interface Entry {
  readonly path: string;
  readonly name: string;
  readonly kind: 'folder' | 'image' | 'text' | 'sheet' | 'other';
  /** Bytes; 0 for a folder. */
  readonly size: number;
  /** ISO 8601. */
  readonly changedAt: string;
  readonly owner: string;
}

/** Written by hand in the shape of an API description. */
export interface FilePaths {
  '/api/files': {
    get: {
      parameters: { query: { folder: string } };
      responses: { 200: { content: { 'application/json': readonly Entry[] } }; 404: { content: { 'application/problem+json': object } } };
    };
    delete: {
      parameters: { query: { path: readonly string[] } };
      responses: { 204: object; 409: { content: { 'application/problem+json': { readonly title: string } } } };
    };
  };
}

export type Order = 'name' | 'size' | 'changedAt';

/** Folders first; names as people count, `2.txt` before `10.txt`. */
export function sortEntries(entries: readonly Entry[], by: Order, descending: boolean): Entry[] {
  const collator = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' });
  const compare = (a: Entry, b: Entry): number => {
    if (by === 'size') return a.size - b.size;
    return by === 'changedAt' ? Date.parse(a.changedAt) - Date.parse(b.changedAt) : collator.compare(a.name, b.name);
  };
  return [...entries].sort(
    (a, b) => Number(b.kind === 'folder') - Number(a.kind === 'folder') || (descending ? compare(b, a) : compare(a, b)),
  );
}

/** `school/plans/2027` as the steps that lead there. */
export function crumbsOf(folder: string): { readonly name: string; readonly path: string }[] {
  const steps = folder.split('/').filter(Boolean);
  return [{ name: 'Files', path: '' }, ...steps.map((name, index) => ({ name, path: steps.slice(0, index + 1).join('/') }))];
}

/** From one entry to another, both included, whichever comes first. */
export function rangeOf(entries: readonly Entry[], from: string, to: string): string[] {
  const [a, b] = [from, to].map((path) => entries.findIndex((entry) => entry.path === path)).sort((x, y) => x - y) as [number, number];
  return a < 0 ? [to] : entries.slice(a, b + 1).map(({ path }) => path);
}
