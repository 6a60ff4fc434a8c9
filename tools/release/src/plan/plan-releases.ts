/** Makes the plan of a release commit: what each feature's next version would be, and why. Nothing leaves the machine. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { artefactKey, type Feature, gitTag, PintagError, recordKey } from '@pintag/cdn';
import type { Checkout } from '../git/checkout.ts';
import { ask, type Environment, type Git } from '../git/git.ts';
import { containedIn, type HistoryCommit, readHistory } from '../git/history.ts';
import { type Mirror, noteRef } from '../git/mirror.ts';
import type { RefGroup } from '../git/push.ts';
import { type BranchSpec, concerns, matchReleaseBranches, type ReleaseBranch } from '../git/release-branches.ts';
import { linkUrl } from '../git/remote-url.ts';
import { createScratch, readResult, type Scratch } from '../git/scratch.ts';
import type { Log } from '../log.ts';
import { attributor, type Commit } from './attribute-commits.ts';
import { bumpOf, isConventional, subjectOf } from './commit-bump.ts';
import { featuresOf } from './features-of.ts';
import { anyOf, defaultIgnoredFiles } from './file-rules.ts';
import { isPromotion } from './last-release.ts';
import { lockFileName } from './lock-file.ts';
import type { Bump, Plan, PlannedRelease, Reason, UnplannedFeature } from './plan.ts';
import type { Project, ProjectGraph } from './project-graph.ts';
import { readLocks } from './read-locks.ts';
import type { InheritedCommit, ScratchOutcome } from './run-semantic-release.ts';
import type { SemanticReleasePool } from './semantic-release-pool.ts';
import { readStandings, type Standing } from './standings.ts';

export interface PlanConfig {
  /** What a commit counts as for a feature that it reaches through a library or a shared file. Default: `patch`. */
  readonly dependencyBump?: Bump | 'commit';
  /** Globs of files that every feature depends on. Default: none. */
  readonly sharedFiles?: readonly string[];
  /** Globs of files that release nothing. Default: `defaultIgnoredFiles`. */
  readonly ignoredFiles?: readonly string[];
}

export interface Planner {
  plan(selection: { readonly only?: readonly string[]; readonly except?: readonly string[] }): Promise<Plan>;
  /** The refs that the latest plan made for `release`, and the folder with their objects. */
  refsOf(release: PlannedRelease): RefGroup & { readonly objects: string };
}

export interface PlannerOptions {
  readonly git: Git;
  readonly env: Environment;
  readonly log: Log;
  readonly run: string;
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
  const { git, log, checkout, mirror, branch, specs, pool, scratchEnv, folder, graph, config } = options;
  const { commit } = checkout;
  const inside = { cwd: mirror.folder, env: mirror.env };
  const isIgnored = anyOf(config.ignoredFiles ?? defaultIgnoredFiles);
  const isShared = anyOf(config.sharedFiles ?? []);
  const rules = { dependencyBump: config.dependencyBump ?? 'patch', isIgnored, isShared };
  const bumps = new Map<string, Bump | undefined>();
  let projects: Promise<readonly Project[]> | undefined;
  let plans = 0;
  let planned = new Map<string, RefGroup & { readonly objects: string }>();

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
    const outside = (file: string) =>
      !isIgnored(file) && (file === lockFileName || (file.includes('/') && !features.some(({ root }) => file.startsWith(`${root}/`))));
    if (![...commits].some(({ bump, files }) => bump && files.some(outside))) return [];
    return (projects ??= graph.read(checkout.root));
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

  /** From the newest commit that every feature's last version contains. */
  async function readNeeded(standings: readonly Standing[]): Promise<HistoryCommit[]> {
    if (!standings.length) return [];
    const lasts = new Set(standings.map(({ last }) => last?.commit));
    const base = lasts.has(undefined) ? undefined : await git.run(['merge-base', '--octopus', ...([...lasts] as string[])], inside);
    const from = base?.exitCode === 0 ? [`^${base.stdout.trim()}`] : [];
    return readHistory({ git, ...inside, range: [commit, ...from], separator: randomUUID() });
  }

  return {
    async plan({ only, except }) {
      const refs = await mirror.refs();
      const files = (await ask(git, ['ls-tree', '-r', '-z', '--name-only', commit, '--', 'libs/'], inside)).split('\0').filter(Boolean);
      const features = featuresOf(files, isIgnored);
      const known = features.map(({ name }) => name);
      for (const name of [...(only ?? []), ...(except ?? [])]) {
        if (!known.includes(name)) throw new PintagError('PT_FEATURE_UNKNOWN', { feature: name, known });
      }
      const wanted = features.filter(({ name }) => (!only || only.includes(name)) && !except?.includes(name));
      const releasing = matchReleaseBranches(specs, refs.heads.keys());
      const standings = await readStandings({ git, mirror, refs, features: wanted, commit, branch, isAlone: releasing.length === 1 });

      const others: UnplannedFeature[] = [];
      const open = standings.filter(({ feature, last, supersededBy }) => {
        const version = last && { version: last.version };
        if (!concerns(branch.name, feature.name, known)) others.push({ feature: feature.name, ...version, why: 'other-branch' });
        else if (supersededBy) others.push({ feature: feature.name, ...version, why: 'superseded', by: supersededBy });
        else return true;
        return false;
      });

      const history = await readNeeded(open);
      const commits = await classify(history);
      const workspace = {
        features,
        projects: await readProjects(commits.values(), features),
        inputs: await readInputs(features),
        locks: await readLocks({ git, ...inside, commits: history.filter(({ hash }) => commits.get(hash)?.bump) }),
      };
      const reasonsFor = attributor(workspace, rules);
      const candidates = open.flatMap((standing) => {
        const { feature, last } = standing;
        const before = last ? containedIn(history, last.commit) : new Set<string>();
        const reasons = reasonsFor(
          feature,
          history.flatMap(({ hash }) => (before.has(hash) ? [] : (commits.get(hash) ?? []))),
        );
        if (reasons.some(({ bump }) => bump) || (last && releasing.length > 1 && isPromotion(last, branch)))
          return [{ ...standing, reasons }];
        others.push({ feature: feature.name, ...(last && { version: last.version }), why: reasons.length ? 'not-releasing' : 'unchanged' });
        return [];
      });

      plans += 1;
      planned = new Map();
      const { url: repositoryUrl, hasPages } = linkUrl(checkout.remote.url);
      const scratches: Scratch[] = [];
      for (const { feature, tags } of candidates) {
        const heads = releasing
          .filter(({ name }) => name === branch.name || concerns(name, feature.name, known))
          .map(({ name }) => [name, name === branch.name ? commit : refs.heads.get(name)!] as const);
        const at = join(folder, `plan-${plans}`, feature.name);
        scratches.push(
          await createScratch({
            ...{ git, folder: at, env: scratchEnv, objectFormat: checkout.objectFormat, objects: join(mirror.folder, 'objects') },
            ...{ branch: branch.name, heads: new Map(heads), tags: tags.map(({ tag }) => tag), refs, repositoryUrl },
          }),
        );
      }
      const outcomes = await pool.run(
        candidates.map(({ feature, reasons }, index) => ({
          cwd: scratches[index]!.clone,
          env: scratchEnv,
          branches: specs,
          tagFormat: gitTag(feature.name, '${version}'),
          repositoryUrl,
          hasPages,
          own: reasons.flatMap(({ kind, commit: hash }) => (kind === 'own' ? [hash] : [])),
          inherited: reasons.flatMap(inherit),
        })),
      );

      const releases: PlannedRelease[] = [];
      for (const [index, { feature, last, reasons }] of candidates.entries()) {
        const outcome = outcomes[index]!;
        const view = scratches[index]!.view;
        if ('version' in outcome) {
          const { tag, note } = await readResult({ git, env: scratchEnv, view, tag: outcome.tag });
          const isNew = outcome.kind === 'release';
          const group = [
            ...(isNew ? [{ name: `refs/tags/${outcome.tag}`, object: tag }] : []),
            { name: noteRef(outcome.tag), object: note },
          ];
          planned.set(outcome.tag, { refs: group, objects: join(view, 'objects') });
          releases.push(describe(feature, outcome, reasons, refs.tags.get(outcome.tag)?.commit));
          continue;
        }
        const version = last && { version: last.version };
        if (outcome.kind === 'nothing') others.push({ feature: feature.name, ...version, why: 'not-releasing' });
        else others.push({ feature: feature.name, ...version, why: 'failed', message: outcome.why });
        if (outcome.kind === 'failed')
          log({ level: 'error', step: 'plan', feature: feature.name, message: `${feature.name} has no plan: ${outcome.why}` });
      }
      return {
        schema: 1,
        commit,
        committedAt: checkout.committedAt,
        branch: branch.name,
        releases,
        others: others.sort((a, b) => (a.feature < b.feature ? -1 : 1)),
        // A merge repeats what its commits say.
        ignored: history
          .filter(({ message, parents }) => parents.length < 2 && !isConventional(message))
          .map(({ hash, message }) => ({ commit: hash, subject: subjectOf(message) })),
      };
    },
    refsOf({ tag }) {
      const group = planned.get(tag);
      if (!group) throw new Error(`${tag} is not of the latest plan.`);
      return group;
    },
  };
}

function inherit({ kind, commit: hash, bump, through, file }: Reason): InheritedCommit[] {
  if (kind === 'own' || kind === 'promotion' || !bump) return [];
  return [{ hash, bump, scope: through?.at(-1) ?? file ?? kind, via: through ? through.join(' → ') : `every feature depends on ${file}` }];
}

type Version = Extract<ScratchOutcome, { kind: 'release' | 'promotion' }>;

function describe(feature: Feature, outcome: Version, reasons: readonly Reason[], promoted: string | undefined): PlannedRelease {
  const { version, commits, notes, bump, channel, tag } = outcome;
  const counted = new Set(commits);
  const promotion = outcome.kind === 'promotion' && promoted !== undefined;
  return {
    feature: feature.name,
    element: feature.element,
    ...(outcome.from !== undefined && { from: outcome.from }),
    to: version,
    bump,
    channel,
    tag,
    reasons: promotion
      ? [{ kind: 'promotion', commit: promoted, subject: `${tag} was merged` }]
      : reasons.filter(({ commit }) => counted.has(commit)),
    notes,
    urls: { entry: `/${artefactKey(feature.name, version, 'main.js')}`, record: `/${recordKey(feature.name, version)}` },
    ...(promotion && { promotes: promoted }),
  };
}
