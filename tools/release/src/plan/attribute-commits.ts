/** Which features a commit counts for, with which bump, and why. Pure: a commit and the project graph in, reasons out (design: what releases what). */
import type { Feature } from '@pintag/cdn';
import type { Claims } from './inputs/read-claims.ts';
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
  /** Whose its files are, where several features share a folder; without it they are of all of them. */
  readonly claims?: Claims;
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
}

export interface LockChange {
  readonly before: Lock;
  readonly after: Lock;
}

/** A feature by its place in {@link Workspace.features}, and why the commit counts for it. */
export interface Attribution {
  readonly feature: number;
  readonly reason: Reason;
}

export interface Attributor {
  /** Whether a commit with these files counts for an open feature if its type releases something: a lock file may, too. */
  mayCount(files: readonly string[], isOpen: (feature: number) => boolean): boolean;
  /**
   * One reason a feature, the strongest. The work grows with the files of the commit and with the features it counts for, not with all features.
   * @param isOpen features that are asked for, by number
   */
  byFiles(commit: Commit, isOpen: (feature: number) => boolean): readonly Attribution[];
  /** For one feature, of a commit that counts for it in no other way. */
  byLock(commit: Commit, feature: number, change: LockChange): Reason | undefined;
}

/** A feature whose bundle may hold files of a project, and the names on the way to it. */
interface Dependent {
  readonly feature: number;
  readonly way: readonly string[];
}

export function attributor({ features, projects }: Workspace, rules: Rules): Attributor {
  const { ownerOf, ownersOf, dependents, waysOf, byName } = indexWorkspace(features, projects);
  const inherited = (bump: Bump) => (rules.dependencyBump === 'own' ? bump : rules.dependencyBump);

  // Many features need the same packages.
  const asked = new WeakMap<LockChange, Map<string, readonly string[] | undefined>>();
  const changedFor = (change: LockChange, packages: readonly string[]) => {
    const known = asked.get(change) ?? new Map<string, readonly string[] | undefined>();
    asked.set(change, known);
    const key = packages.join('\n');
    if (!known.has(key)) known.set(key, changedPackage(change.before, change.after, packages));
    return known.get(key);
  };

  return {
    mayCount(files, isOpen) {
      const counts = (file: string): boolean => {
        if (file === lockFileName || rules.isShared(file)) return true;
        const owner = ownerOf(file);
        if (owner === undefined) return false;
        const touched = ownersOf.get(owner)?.some(isOpen) || dependents.get(owner)?.some(({ feature }) => isOpen(feature));
        return touched === true && !rules.isIgnored(file);
      };
      return files.some(counts);
    },
    byFiles({ hash, subject, bump, files, claims }, isOpen) {
      const found = new Map<number, Reason>();
      const near = new Map<number, { readonly file: string; readonly way: readonly string[] }>();
      let sharedFile: string | undefined;
      for (const file of files) {
        const isShared = rules.isShared(file);
        const owner = ownerOf(file);
        const owners = owner === undefined ? [] : (ownersOf.get(owner) ?? []);
        const below = owner === undefined || !bump ? [] : (dependents.get(owner) ?? []);
        const matters = owners.some(isOpen) || below.some(({ feature }) => isOpen(feature));
        const isIgnored = matters && rules.isIgnored(file);
        const claimed = claims?.files.get(file);
        for (const feature of matters && !isIgnored ? owners : []) {
          if (found.has(feature) || !isOpen(feature) || claimed?.has(features[feature]!.name) === false) continue;
          found.set(feature, { kind: 'own', commit: hash, subject, file, ...(bump && { bump }) });
        }
        if (isShared) sharedFile ??= file;
        if (!matters || (isIgnored && !isShared)) continue;
        for (const { feature, way } of below) {
          const best = near.get(feature);
          if (isOpen(feature) && (!best || way.length < best.way.length)) near.set(feature, { file, way });
        }
      }
      if (bump) {
        for (const [feature, { file, way }] of near) {
          if (found.has(feature)) continue;
          const through = [features[feature]!.name, ...way];
          found.set(feature, { kind: 'dependency', commit: hash, subject, file, through, bump: inherited(bump) });
        }
        for (const feature of sharedFile === undefined ? [] : features.keys()) {
          if (found.has(feature) || !isOpen(feature)) continue;
          found.set(feature, { kind: 'shared-file', commit: hash, subject, file: sharedFile, bump: inherited(bump) });
        }
      }
      return [...found].map(([feature, reason]) => ({ feature, reason }));
    },
    byLock({ hash, subject }, feature, change) {
      for (const [name, way] of waysOf(feature)) {
        const changed = changedFor(change, byName.get(name)?.packages ?? []);
        if (!changed) continue;
        const through = [features[feature]!.name, ...way, ...changed];
        return { kind: 'lock-file', commit: hash, subject, file: lockFileName, through, bump: 'patch' };
      }
      return undefined;
    },
  };
}

/** The graph turned around: from a file to its project, from a project to the features that need it. */
function indexWorkspace(features: readonly Feature[], projects: readonly Project[]) {
  const byName = new Map(projects.map((project) => [project.name, project]));
  const isOwn = new Set(features.map(({ root }) => root));
  const within = (root: string) => [...isOwn].some((own) => root.startsWith(`${own}/`));
  // A feature's folder is its own with all that is in it, also before any graph is needed.
  const names = new Map(projects.flatMap(({ root, name }) => (within(root) ? [] : [[root, name] as const])));
  for (const root of isOwn) if (!names.has(root)) names.set(root, root);

  const ownersOf = new Map<string, number[]>();
  const dependents = new Map<string, Dependent[]>();
  const ways = features.map(({ root }, feature) => {
    const name = names.get(root)!;
    ownersOf.set(name, [...(ownersOf.get(name) ?? []), feature]);
    const self = byName.get(name) ?? { name, root, dependencies: [], packages: [] };
    return reach(self, byName);
  });
  for (const [feature, reached] of ways.entries()) {
    for (const [project, way] of reached) {
      if (way.length === 0) continue;
      const known = dependents.get(project);
      if (known) known.push({ feature, way });
      else dependents.set(project, [{ feature, way }]);
    }
  }
  return { byName, ownersOf, dependents, waysOf: (feature: number) => ways[feature]!, ownerOf: (file: string) => ownerOf(file, names) };
}

/** The project with the longest root around `file`, so that `libs/shared/ui` is not taken for `libs/shared`. */
function ownerOf(file: string, roots: ReadonlyMap<string, string>): string | undefined {
  for (let end = file.lastIndexOf('/'); end > 0; end = file.lastIndexOf('/', end - 1)) {
    const owner = roots.get(file.slice(0, end));
    if (owner !== undefined) return owner;
  }
  return undefined;
}
