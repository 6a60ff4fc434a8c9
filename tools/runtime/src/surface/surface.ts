/** What the shared runtime offers: names by the package they are imported from. Pure; the file is in surface-file.ts. */
import * as v from 'valibot';

/** Import specifier → exported names; both sorted. */
export type Names = Readonly<Record<string, readonly string[]>>;

export interface Surface {
  readonly schema: 1;
  /** Exact versions: `'@angular/core': '22.1.7'`. */
  readonly packages: Readonly<Record<string, string>>;
  readonly names: Names;
}

const surfaceSchema = v.object({
  schema: v.literal(1),
  packages: v.record(v.string(), v.string()),
  names: v.record(v.string(), v.array(v.string())),
});

/** @param text The JSON text of a surface file. */
export const parseSurface = (text: string): Surface => v.parse(surfaceSchema, JSON.parse(text));

export function mergeNames(...all: readonly Names[]): Names {
  const merged = new Map<string, Set<string>>();
  for (const [specifier, names] of all.flatMap((names) => Object.entries(names))) {
    merged.set(specifier, (merged.get(specifier) ?? new Set()).union(new Set(names)));
  }
  return sortNames(Object.fromEntries(merged.entries().map(([specifier, names]) => [specifier, [...names]])));
}

/** What `wanted` has and `offered` has not; empty when nothing is missing. */
export function missingNames(wanted: Names, offered: Names): Names {
  const missing = Object.entries(wanted).map(
    ([specifier, names]) => [specifier, names.filter((name) => !offered[specifier]?.includes(name))] as const,
  );
  return sortNames(Object.fromEntries(missing.filter(([, names]) => names.length)));
}

export const isEmpty = (names: Names): boolean => Object.values(names).every((list) => !list.length);

export const countNames = (names: Names): number => Object.values(names).reduce((sum, list) => sum + list.length, 0);

function sortNames(names: Names): Names {
  return Object.fromEntries(
    Object.keys(names)
      .sort()
      .map((specifier) => [specifier, [...names[specifier]!].sort()]),
  );
}
