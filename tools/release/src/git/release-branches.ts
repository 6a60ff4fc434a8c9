/** Release branches, as semantic-release reads its `branches` option: which of the remote's branches they are, and of what kind. */
import picomatch from 'picomatch';

/** An entry of semantic-release's `branches`. */
export type BranchSpec =
  string | { readonly name: string; readonly channel?: string | false; readonly range?: string; readonly prerelease?: string | boolean };

export interface ReleaseBranch {
  readonly name: string;
  readonly kind: 'maintenance' | 'release' | 'prerelease';
  /** `null` is the default channel. */
  readonly channel: string | null;
  /** Prerelease identifier, `next` in `1.1.0-next.1`. */
  readonly prerelease?: string;
}

/** An entry of `branches` that one existing branch matches, and that branch's own name. */
export type NamedSpec = Exclude<BranchSpec, string>;

/** In the order of `specs`; a branch belongs to the first entry that matches it. As semantic-release's lib/branches/expand.js does it. */
export function expandBranches(specs: readonly BranchSpec[], heads: Iterable<string>): NamedSpec[] {
  const left = new Set(heads);
  return specs.flatMap((entry) => {
    const spec = typeof entry === 'string' ? { name: entry } : entry;
    const matches = picomatch(spec.name);
    return [...left]
      .filter((head) => matches(head))
      .map((name) => {
        left.delete(name);
        const named = <T>(value: T) => (typeof value === 'string' ? value.replaceAll('${name}', name) : value);
        return { ...(Object.fromEntries(Object.entries(spec).map(([key, value]) => [key, named(value)])) as NamedSpec), name };
      });
  });
}

export function matchReleaseBranches(specs: readonly BranchSpec[], heads: Iterable<string>): ReleaseBranch[] {
  const branches: ReleaseBranch[] = [];
  for (const spec of expandBranches(specs, heads)) branches.push(describe(spec, !branches.some(({ kind }) => kind === 'release')));
  return branches;
}

function describe({ name, range, channel: given, prerelease }: NamedSpec, isFirst: boolean): ReleaseBranch {
  const channel = given === undefined ? name : given === false ? null : given;
  if (range !== undefined || isMaintenanceName(name)) return { name, kind: 'maintenance', channel };
  if (prerelease) return { name, kind: 'prerelease', channel, prerelease: prerelease === true ? name : prerelease };
  return { name, kind: 'release', channel: isFirst && given === undefined ? null : channel };
}

const isMaintenanceName = (name: string): boolean => /^\d+(?:\.(?:\d+|x))?\.x$/i.test(name);

/**
 * Whether releases of `feature` can come from `branch`: a branch like `questionnaire-1.x` is that feature's alone. For the others it
 * does not exist, so that two features can both have a branch for `1.x`, which semantic-release would refuse within one package.
 */
export function concerns(branch: string, feature: string, features: readonly string[]): boolean {
  const owner = /^(?<owner>.+)-\d+(?:\.(?:\d+|x))?\.x$/i.exec(branch)?.groups?.['owner'];
  return owner === undefined || owner === feature || !features.includes(owner);
}
