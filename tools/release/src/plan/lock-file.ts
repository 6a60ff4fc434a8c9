/** Which packages a package-lock.json resolves to which version, and what a change of it means for someone who needs some of them. */
import * as v from 'valibot';

export const lockFileName = 'package-lock.json';

interface LockedPackage {
  readonly name: string;
  readonly version: string;
  /** Names; where they resolve to depends on the place of the package. */
  readonly needs: readonly string[];
}

/** Package by its place, `node_modules/a/node_modules/b`. */
export type Lock = ReadonlyMap<string, LockedPackage>;

const names = v.optional(v.record(v.string(), v.string()), {});
const entry = v.object({
  version: v.optional(v.string(), ''),
  resolved: v.optional(v.string(), ''),
  link: v.optional(v.boolean(), false),
  dependencies: names,
  optionalDependencies: names,
  peerDependencies: names,
});
const lockFile = v.object({ packages: v.record(v.string(), entry) });

/** A text that is no lock file (absent, in conflict, of npm 6) locks nothing. */
export function parseLock(text: string): Lock {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), lockFile), text);
  if (!parsed.success) return new Map();
  return new Map(
    Object.entries(parsed.output.packages).map(([place, { version, resolved, link, ...needs }]) => {
      // The version of a package from git stays while its commit changes; a registry's address may change while the package stays.
      const source = resolved.startsWith('git') ? ` ${resolved}` : '';
      const lists = link ? [] : [needs.dependencies, needs.optionalDependencies, needs.peerDependencies];
      const name = place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);
      return [place, { name, version: version + source, needs: lists.flatMap((list) => Object.keys(list)) }];
    }),
  );
}

/**
 * The first package that `roots` need, directly or not, and that resolves to another version in `after` than in `before`: the names on the
 * way to it, itself at the end.
 */
export function changedPackage(before: Lock, after: Lock, roots: readonly string[]): readonly string[] | undefined {
  const old = needed(before, roots);
  const now = needed(after, roots);
  const versions = (packages: Needed, name: string) => [...(packages.get(name)?.versions ?? [])].sort().join();
  const name = [...now.keys(), ...old.keys()].find((candidate) => versions(old, candidate) !== versions(now, candidate));
  return name === undefined ? undefined : (now.get(name) ?? old.get(name))?.way;
}

type Needed = ReadonlyMap<string, { readonly versions: Set<string>; readonly way: readonly string[] }>;

function needed(lock: Lock, roots: readonly string[]): Needed {
  const found = new Map<string, { versions: Set<string>; way: readonly string[] }>();
  const ways = new Map<string, readonly string[]>();
  const visit = (from: string, name: string, way: readonly string[]) => {
    const place = resolvePlace(lock, from, name);
    if (place !== undefined && !ways.has(place)) ways.set(place, [...way, name]);
  };
  for (const name of roots) visit('', name, []);
  for (const [place, way] of ways) {
    const { name, version, needs } = lock.get(place)!;
    const known = found.get(name);
    if (known) known.versions.add(version);
    else found.set(name, { versions: new Set([version]), way });
    for (const need of needs) visit(place, need, way);
  }
  return found;
}

/** Node's rule: the nearest node_modules upwards. */
function resolvePlace(lock: Lock, from: string, name: string): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const place = folder ? `${folder}/node_modules/${name}` : `node_modules/${name}`;
    if (lock.has(place)) return place;
    if (!folder) return undefined;
  }
}
