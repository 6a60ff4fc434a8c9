/** Which commits count for which feature, with which bump, and why. Pure: history and project graph in, reasons out (design: what releases what). */
import type { Feature } from '@pintag/cdn';
import { changedPackage, type Lock, lockFileName } from './lock-file.ts';
import type { Bump, Reason } from './plan.ts';
import { type Project, reach } from './project-graph.ts';

export interface Commit {
  readonly hash: string;
  readonly subject: string;
  /** What it asks for by itself; absent when its type releases nothing. */
  readonly bump?: Bump;
  /** Paths relative to the repository root, `/` as separator. */
  readonly files: readonly string[];
}

export interface Rules {
  /** For commits that reach a feature through a library or a shared file: a fixed bump, or the commit's own. */
  readonly dependencyBump: Bump | 'own';
  /** Files that release nothing: specifications, mocks, documentation, tools. */
  readonly isIgnored: (file: string) => boolean;
  /** Files that every feature depends on. Wins over `isIgnored`. */
  readonly isShared: (file: string) => boolean;
}

export interface Workspace {
  readonly features: readonly Feature[];
  readonly projects: readonly Project[];
  /** By feature: the files its bundle is made of. A feature that is not in it may be made of all files of its library. */
  readonly inputs: ReadonlyMap<string, ReadonlySet<string>>;
  /** By hash, of the commits that changed the lock file: what it was before, and after. */
  readonly locks: ReadonlyMap<string, { readonly before: Lock; readonly after: Lock }>;
}

/** Gives the reasons of one feature among `commits`, in their order; one reason a commit, the strongest. */
export function attributor(workspace: Workspace, rules: Rules): (feature: Feature, commits: readonly Commit[]) => Reason[] {
  const { features, projects, inputs, locks } = workspace;
  const byName = new Map(projects.map((project) => [project.name, project]));
  // A library is a project even when no graph was needed.
  const roots = new Map([...features.map(({ root }) => [root, root] as const), ...projects.map(({ root, name }) => [root, name] as const)]);

  /** Several entry files in one library: a file is of the features that bundle it; one that nobody claims may be of any. */
  const claims = (feature: Feature, file: string): boolean => {
    const siblings = features.filter(({ root }) => root === feature.root);
    if (siblings.length === 1 || !inputs.has(feature.name) || inputs.get(feature.name)?.has(file)) return true;
    return !siblings.some(({ name }) => inputs.get(name)?.has(file));
  };

  return (feature, commits) => {
    const self = projects.find(({ root }) => root === feature.root) ?? {
      name: feature.root,
      root: feature.root,
      dependencies: [],
      packages: [],
    };
    const ways = reach(self, byName);
    const from = (way: readonly string[]) => [feature.name, ...way];
    const inherited = (bump: Bump) => (rules.dependencyBump === 'own' ? bump : rules.dependencyBump);

    const reasonFor = (commit: Commit): Reason | undefined => {
      const { hash, subject, bump } = commit;
      const files = commit.files
        .filter((file) => rules.isShared(file) || !rules.isIgnored(file))
        .map((file) => ({ file, owner: ownerOf(file, roots) }));
      const own = files.find(({ file, owner }) => owner === self.name && !rules.isIgnored(file) && claims(feature, file));
      if (own) return { kind: 'own', commit: hash, subject, file: own.file, ...(bump && { bump }) };
      if (!bump) return undefined;

      const near = files
        .flatMap(({ file, owner }) => (owner === undefined || owner === self.name ? [] : [{ file, way: ways.get(owner) }]))
        .sort((a, b) => (a.way?.length ?? Infinity) - (b.way?.length ?? Infinity))[0];
      if (near?.way) return { kind: 'dependency', commit: hash, subject, file: near.file, through: from(near.way), bump: inherited(bump) };

      const shared = files.find(({ file }) => rules.isShared(file));
      if (shared) return { kind: 'shared-file', commit: hash, subject, file: shared.file, bump: inherited(bump) };

      const lock = locks.get(hash);
      const way = lock && packageWay(lock, ways, byName);
      return way && { kind: 'lock-file', commit: hash, subject, file: lockFileName, through: from(way), bump: 'patch' };
    };
    return commits.flatMap((commit) => reasonFor(commit) ?? []);
  };
}

function packageWay(
  { before, after }: { readonly before: Lock; readonly after: Lock },
  ways: ReadonlyMap<string, readonly string[]>,
  projects: ReadonlyMap<string, Project>,
): readonly string[] | undefined {
  for (const [name, way] of ways) {
    const changed = changedPackage(before, after, projects.get(name)?.packages ?? []);
    if (changed) return [...way, ...changed];
  }
  return undefined;
}

/** The project with the longest root around `file`, so that `libs/shared/ui` is not taken for `libs/shared`. */
function ownerOf(file: string, roots: ReadonlyMap<string, string>): string | undefined {
  for (let end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1)) {
    const owner = roots.get(file.slice(0, end));
    if (owner !== undefined) return owner;
  }
  return undefined;
}
