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

/** In the order of `specs`; a branch belongs to the first entry that matches it. */
export function matchReleaseBranches(specs: readonly BranchSpec[], heads: Iterable<string>): ReleaseBranch[] {
  const left = new Set(heads);
  const branches: ReleaseBranch[] = [];
  for (const entry of specs) {
    const spec = typeof entry === 'string' ? { name: entry } : entry;
    const matches = picomatch(spec.name);
    for (const name of [...left].filter((head) => matches(head))) {
      left.delete(name);
      const isFirst = !branches.some(({ kind }) => kind === 'release');
      branches.push(describe({ ...spec, name }, isFirst));
    }
  }
  return branches;
}

function describe(spec: Exclude<BranchSpec, string>, isFirst: boolean): ReleaseBranch {
  const named = (text: string) => text.replaceAll('${name}', spec.name);
  const channel = spec.channel === undefined ? spec.name : spec.channel === false ? null : named(spec.channel);
  if (spec.range !== undefined || isMaintenanceName(spec.name)) return { name: spec.name, kind: 'maintenance', channel };
  if (spec.prerelease)
    return { name: spec.name, kind: 'prerelease', channel, prerelease: spec.prerelease === true ? spec.name : named(spec.prerelease) };
  return { name: spec.name, kind: 'release', channel: isFirst && spec.channel === undefined ? null : channel };
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
