/** Makes the plan of a release commit: what each feature's next version would be, and why. Nothing leaves the machine. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { type Feature, PintagError } from '@pintag/cdn';
import type { Checkout } from '../git/checkout.ts';
import { ask, type Git } from '../git/git.ts';
import { containedIn, type HistoryCommit, readHistory } from '../git/history.ts';
import type { Mirror } from '../git/mirror.ts';
import { type BranchSpec, concerns, matchReleaseBranches, type ReleaseBranch } from '../git/release-branches.ts';
import type { Log } from '../log.ts';
import { attributor, type Commit } from './attribute-commits.ts';
import { bumpOf, isConventional, subjectOf } from './commit-bump.ts';
import { featuresOf } from './features-of.ts';
import { anyOf, defaultIgnoredFiles } from './file-rules.ts';
import { isPromotion } from './last-release.ts';
import { lockFileName } from './lock-file.ts';
import type { Bump, Plan, PlannedRelease, UnplannedFeature } from './plan.ts';
import type { Project, ProjectGraph } from './project-graph.ts';
import { readLocks } from './read-locks.ts';
import { type Candidate, type Refs, runCandidates, unplanned } from './run-candidates.ts';
import type { SemanticReleasePool } from './semantic-release-pool.ts';
import { readStandings, type Standing } from './standings.ts';

export interface PlanConfig {
  /** What a commit counts as for a feature that it reaches through a library or a shared file; `own`: its own bump. Default: `patch`. */
  readonly dependencyBump?: Bump | 'own';
  /** Globs of files that every feature depends on. Default: none. */
  readonly sharedFiles?: readonly string[];
  /** Globs of files that release nothing. Default: `defaultIgnoredFiles`. */
  readonly ignoredFiles?: readonly string[];
}

export interface Planner {
  plan(selection: { readonly only?: readonly string[]; readonly except?: readonly string[] }): Promise<Plan>;
  /** What the latest plan made for `release`. */
  refsOf(release: PlannedRelease): Refs;
}

export interface PlannerOptions {
  readonly git: Git;
  readonly log: Log;
  readonly checkout: Checkout;
  readonly mirror: Mirror;
  readonly branch: ReleaseBranch;
  readonly specs: readonly BranchSpec[];
  readonly pool: SemanticReleasePool;
  readonly scratchEnv: Readonly<Record<string, string>>;
  /** For views and clones. */
  readonly folder: string;
  readonly graph: ProjectGraph;
  readonly inputsOf?: (feature: Feature) => Promise<ReadonlySet<string> | undefined>;
  readonly config: PlanConfig;
}

export function createPlanner(options: PlannerOptions): Planner {
  const { git, log, checkout, mirror, branch, specs, folder, config } = options;
  const { commit } = checkout;
  const inside = { cwd: mirror.folder, env: mirror.env };
  const isIgnored = anyOf(config.ignoredFiles ?? defaultIgnoredFiles);
  const isShared = anyOf(config.sharedFiles ?? []);
  const rules = { dependencyBump: config.dependencyBump ?? 'patch', isIgnored, isShared };
  // Commits and the checkout do not change between the plans of one run.
  const bumps = new Map<string, Bump | undefined>();
  let projects: Promise<readonly Project[]> | undefined;
  let plans = 0;
  let planned = new Map<string, Refs>();

  async function readFeatures(): Promise<Feature[]> {
    const files = await ask(git, ['ls-tree', '-r', '-z', '--name-only', commit, '--', 'libs/'], inside);
    return featuresOf(files.split('\0').filter(Boolean), isIgnored);
  }

  /** Everything after the newest commit that is in the last version of every feature. */
  async function readNeeded(standings: readonly Standing[]): Promise<HistoryCommit[]> {
    if (!standings.length) return [];
    const lasts = new Set(standings.map(({ last }) => last?.commit));
    const base = lasts.has(undefined) ? undefined : await git.run(['merge-base', '--octopus', ...([...lasts] as string[])], inside);
    const from = base?.exitCode === 0 ? [`^${base.stdout.trim()}`] : [];
    return readHistory({ git, ...inside, range: [commit, ...from], separator: randomUUID() });
  }

  /** The Conventional Commits of `history`, by hash. */
  async function classify(history: readonly HistoryCommit[]): Promise<ReadonlyMap<string, Commit>> {
    const commits = new Map<string, Commit>();
    for (const { hash, message, files } of history) {
      if (!isConventional(message)) continue;
      if (!bumps.has(hash)) bumps.set(hash, await bumpOf({ hash, message }, mirror.folder));
      commits.set(hash, { hash, subject: subjectOf(message), bump: bumps.get(hash), files });
    }
    return commits;
  }

  /** Features may not import each other, so the graph decides nothing as long as all commits stay within features. */
  async function readProjects(commits: Iterable<Commit>, features: readonly Feature[]): Promise<readonly Project[]> {
    const isElsewhere = (file: string) =>
      file === lockFileName || (file.includes('/') && !features.some(({ root }) => file.startsWith(`${root}/`)));
    const matters = [...commits].some(({ bump, files }) => bump && files.some((file) => !isIgnored(file) && isElsewhere(file)));
    if (matters) projects ??= options.graph.read(checkout.root, isIgnored);
    return matters ? projects! : [];
  }

  async function readInputs(features: readonly Feature[]): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
    const inputs = new Map<string, ReadonlySet<string>>();
    for (const feature of features) {
      const isAlone = features.every(({ name, root }) => root !== feature.root || name === feature.name);
      const files = isAlone ? undefined : await options.inputsOf?.(feature);
      if (files) inputs.set(feature.name, files);
    }
    return inputs;
  }

  return {
    async plan({ only, except }) {
      const refs = await mirror.refs();
      const features = await readFeatures();
      const known = features.map(({ name }) => name);
      const unknown = [...(only ?? []), ...(except ?? [])].find((name) => !known.includes(name));
      if (unknown !== undefined) throw new PintagError('PT_FEATURE_UNKNOWN', { feature: unknown, known });
      const wanted = features.filter(({ name }) => (!only || only.includes(name)) && !except?.includes(name));
      const releasing = matchReleaseBranches(specs, refs.heads.keys());
      const standings = await readStandings({ git, mirror, refs, features: wanted, commit, branch, isAlone: releasing.length === 1 });

      const others: UnplannedFeature[] = [];
      const open = standings.filter((standing) => {
        const { feature, supersededBy } = standing;
        if (!concerns(branch.name, feature.name, known)) others.push({ ...unplanned(standing), why: 'other-branch' });
        else if (supersededBy !== undefined) others.push({ ...unplanned(standing), why: 'superseded', by: supersededBy });
        else return true;
        return false;
      });

      const history = await readNeeded(open);
      const commits = await classify(history);
      const reasonsFor = attributor(
        {
          features,
          projects: await readProjects(commits.values(), features),
          inputs: await readInputs(features),
          locks: await readLocks({ git, ...inside, commits: history.filter(({ hash }) => commits.get(hash)?.bump) }),
        },
        rules,
      );
      const candidates = open.flatMap((standing): Candidate[] => {
        const { feature, last } = standing;
        const before = last ? containedIn(history, last.commit) : new Set<string>();
        const since = history.flatMap(({ hash }) => (before.has(hash) ? [] : (commits.get(hash) ?? [])));
        const older = last ? before : beforeEntry(history, feature);
        const reasons = reasonsFor(feature, since).filter(({ kind, commit: hash }) => kind === 'own' || !older.has(hash));
        const mayRelease = reasons.some(({ bump }) => bump) || (last !== undefined && releasing.length > 1 && isPromotion(last, branch));
        if (!mayRelease) {
          others.push({ ...unplanned(standing), why: reasons.length ? 'not-releasing' : 'unchanged' });
          return [];
        }
        const heads = releasing
          .filter(({ name }) => concerns(name, feature.name, known))
          .map(({ name }) => [name, refs.heads.get(name)!] as const);
        return [{ ...standing, reasons, heads: new Map([...heads, [branch.name, commit]]) }];
      });

      const results = await runCandidates(candidates, {
        ...options,
        folder: join(folder, `plan-${(plans += 1)}`),
        objectFormat: checkout.objectFormat,
        objects: join(mirror.folder, 'objects'),
        branch: branch.name,
        refs,
        remoteUrl: checkout.remote.url,
      });
      planned = new Map(results.flatMap((result) => ('release' in result ? [[result.release.tag, result.refs] as const] : [])));
      for (const result of results) {
        if ('release' in result) continue;
        others.push(result.other);
        const { feature, message } = result.other;
        if (message !== undefined) log({ level: 'error', step: 'plan', feature, message: `${feature} cannot be planned: ${message}` });
      }
      return {
        schema: 1,
        commit,
        committedAt: checkout.committedAt,
        branch: branch.name,
        releases: results.flatMap((result) => ('release' in result ? [result.release] : [])),
        others: others.sort((a, b) => (a.feature < b.feature ? -1 : 1)),
        // A merge only repeats what its commits say.
        ignored: history.flatMap(({ hash, message, parents }) =>
          parents.length < 2 && !isConventional(message) ? [{ commit: hash, subject: subjectOf(message) }] : [],
        ),
      };
    },
    refsOf({ tag }) {
      const refs = planned.get(tag);
      if (!refs) throw new Error(`${tag} is not of the latest plan.`);
      return refs;
    },
  };
}

/** What a feature that was never released depended on before it existed is no news to anybody. */
function beforeEntry(history: readonly HistoryCommit[], { entry }: Feature): ReadonlySet<string> {
  const born = history.findLast(({ files }) => files.includes(entry));
  const older = new Set(born && containedIn(history, born.hash));
  if (born) older.delete(born.hash);
  return older;
}
