/** Makes the plan of a release commit: what each feature's next version would be, and why. Nothing leaves the machine. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { PintagError } from '@pintag/cdn/errors';
import { type Feature, gitTag } from '@pintag/cdn/features';
import { artefactKey, recordKey } from '@pintag/cdn/layout';
import type { Checkout } from '../git/checkout.ts';
import { ask, type Git } from '../git/git.ts';
import { type HistoryCommit, readHistory } from '../git/history.ts';
import { openMergeFiles } from '../git/merge-files.ts';
import type { Mirror, MirrorRefs } from '../git/mirror.ts';
import { type BranchSpec, concerns, expandBranches, type NamedSpec, type ReleaseBranch } from '../git/release-branches.ts';
import { linkUrl } from '../git/remote-url.ts';
import type { Log } from '../events/log.ts';
import { untimed, type Stopwatch } from '../events/stopwatch.ts';
import { allOf, analyzeKnown, type FeatureCommits, type InheritedCommit, writeNotes } from './analyse-commits.ts';
import { type CollectedHistory, collectReasons } from './collect-reasons.ts';
import { bumpOf, plainTypeOf } from './commit-bump.ts';
import type { DecidedVersion, Decision } from './decide-version.ts';
import { featuresOf } from './features-of.ts';
import { anyOf, defaultIgnoredFiles } from './file-rules.ts';
import type { Explanation } from './explain/explanation-schema.ts';
import { createClaimsReader } from './inputs/read-claims.ts';
import { isPromotion, lastRelease } from './last-release.ts';
import { type Candidate, type MadeRelease, makeRefs } from './make-refs.ts';
import type { Bump, Plan, PlannedRelease, Reason, UnplannedFeature } from './plan.ts';
import type { Project, ProjectGraph } from './project-graph.ts';
import { readLocks } from './read-locks.ts';
import type { SemanticReleasePool } from './semantic-release-pool.ts';
import { type BranchTags, readStandings, type Standing } from './standings.ts';

export interface PlanConfig {
  /** What a commit counts as for a feature that it reaches through a library or a shared file; `own`: its own bump. Default: `patch`. */
  readonly dependencyBump?: Bump | 'own';
  /** Globs of files that every feature depends on. Default: none. */
  readonly sharedFiles?: readonly string[];
  /** Globs of files that release nothing. Default: `defaultIgnoredFiles`. */
  readonly ignoredFiles?: readonly string[];
}

export interface PlanSelection {
  /** Names of features. */
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  /** Also writes the release notes, which takes a while where many commits count. Default: `false`. */
  readonly notes?: boolean;
}

export interface Planner {
  /** Names of the features that the release commit has. */
  features(): Promise<readonly string[]>;
  plan(selection: PlanSelection): Promise<Plan>;
  /** Why a feature is in the plan, or is not, commit by commit. @throws {PintagError} PT_FEATURE_UNKNOWN */
  explain(feature: string): Promise<Explanation>;
  /** semantic-release makes what there is to push for releases of the latest plan. */
  make(releases: readonly PlannedRelease[]): Promise<readonly MadeRelease[]>;
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
  readonly config: PlanConfig;
  readonly stopwatch?: Stopwatch;
}

export function createPlanner(options: PlannerOptions): Planner {
  const { git, log, checkout, mirror, branch, specs, folder, config, stopwatch = untimed } = options;
  const { commit } = checkout;
  const inside = { cwd: mirror.folder, env: mirror.env };
  const isIgnored = anyOf(config.ignoredFiles ?? defaultIgnoredFiles);
  const rules = { dependencyBump: config.dependencyBump ?? 'patch', isIgnored, isShared: anyOf(config.sharedFiles ?? []) } as const;
  // Commits and the checkout do not change between the plans of one run.
  const claims = createClaimsReader({ git, ...inside, isIgnored });
  const bumps = new Map<string, Bump | undefined>();
  const byType = new Map<string, Bump | undefined>();
  let features: Promise<Feature[]> | undefined;
  let projects: Promise<readonly Project[]> | undefined;
  let made = 0;
  let planned = new Map<string, { readonly candidate: Candidate; readonly refs: MirrorRefs }>();

  async function readFeatures(): Promise<Feature[]> {
    const files = await ask(git, ['ls-tree', '-r', '-z', '--name-only', commit, '--', 'libs/'], inside);
    return featuresOf(files.split('\0').filter(Boolean), isIgnored);
  }

  /**
   * Reads everything after the last version of any feature. The oldest of these is mostly in all others; to ask git for the newest commit that
   * is takes as long as a fifth of the reading, so that is done where it was not.
   */
  async function readNeeded(standings: readonly Standing[], { tags }: MirrorRefs, collect: Collect): Promise<CollectedHistory> {
    const lasts = standings.map(({ last }) => last?.commit);
    const all = [...new Set(lasts)].filter((last) => last !== undefined);
    if (all.length === 0 || lasts.includes(undefined)) return collect(standings.length === 0 ? commit : undefined);
    const found = await collect(oldestOf(standings, tags));
    if (found.isWhole) return found;
    const { exitCode, stdout } = await git.run(['merge-base', '--octopus', ...all], inside);
    return collect(exitCode === 0 ? stdout.trim() : undefined);
  }

  async function* readSince(base: string | undefined): AsyncGenerator<HistoryCommit> {
    if (base === commit) return;
    const range = base === undefined ? [commit] : [commit, `^${base}`];
    yield* readHistory({ git, ...inside, range, separator: randomUUID() });
  }

  /** The analyser is asked once for each plain type: its time would grow with the commits. */
  async function askOrRecall(commit: { readonly hash: string; readonly message: string }): Promise<Bump | undefined> {
    const type = plainTypeOf(commit.message);
    if (type === undefined) return bumpOf(commit, mirror.folder);
    if (!byType.has(type)) byType.set(type, await bumpOf(commit, mirror.folder));
    return byType.get(type);
  }

  async function knownBumpOf({ hash, message }: HistoryCommit): Promise<Bump | undefined> {
    if (!bumps.has(hash)) bumps.set(hash, await askOrRecall({ hash, message }));
    return bumps.get(hash);
  }

  const decide = async (
    candidate: Candidate,
    named: readonly NamedSpec[],
    messages: ReadonlyMap<string, string>,
    refs: MirrorRefs,
    tagsOn: BranchTags,
  ) => {
    const { decideVersion } = await import('./decide-version.ts');
    const { feature, tags } = candidate;
    const branches = [];
    for (const spec of named) {
      const head = candidate.heads.get(spec.name);
      const merged = head === undefined ? undefined : await tagsOn(head);
      if (merged) branches.push({ spec, tags: tags.filter(({ tag }) => merged.has(tag)) });
    }
    const known = { bumpOf: (hash: string) => bumps.get(hash), messageOf: (hash: string) => messages.get(hash) ?? '' };
    return decideVersion({
      branches,
      branch: branch.name,
      tagFormat: gitTag(feature.name, '${version}'),
      analyze: () => analyzeKnown(candidate, known, mirror.folder),
      isTaken: (tag) => refs.tags.has(tag),
    });
  };

  const { url: repositoryUrl, hasPages } = linkUrl(checkout.remote.url);
  const notesOf = ({ feature, from, to, tag, promotes }: PlannedRelease, candidate: Candidate, messages: ReadonlyMap<string, string>) => {
    const told = promotes === undefined ? allOf(candidate) : [];
    const commits = told.map((hash) => asGitGives(hash, messages.get(hash) ?? ''));
    const lastRelease = from === undefined ? {} : { version: from, gitTag: gitTag(feature, from) };
    const context = { commits, lastRelease, nextRelease: { version: to, gitTag: tag }, options: { repositoryUrl }, cwd: mirror.folder };
    return writeNotes(candidate, context, { hasPages });
  };

  return {
    features: async () => (await (features ??= readFeatures())).map(({ name }) => name),
    async plan({ only, except, notes = false }) {
      const refs = await mirror.refs();
      const all = await (features ??= readFeatures());
      const names = all.map(({ name }) => name);
      const unknown = [...(only ?? []), ...(except ?? [])].find((name) => !names.includes(name));
      if (unknown !== undefined) throw new PintagError('PT_FEATURE_UNKNOWN', { feature: unknown, known: names });
      const wanted = all.filter(({ name }) => (!only || only.includes(name)) && !except?.includes(name));
      const named = expandBranches(specs, refs.heads.keys());
      const isAlone = named.length === 1;
      const standing = () => readStandings({ git, mirror, refs, features: wanted, commit, branch, isAlone });
      const { standings, tagsOn } = await stopwatch('standings', standing);

      const others: UnplannedFeature[] = [];
      const open = standings.filter((one) => {
        if (!concerns(branch.name, one.feature.name, names)) others.push({ ...unplanned(one), why: 'other-branch' });
        else if (one.supersededBy !== undefined) others.push({ ...unplanned(one), why: 'superseded', by: one.supersededBy });
        else return true;
        return false;
      });

      const reading = claims.open(all);
      const merges = openMergeFiles({ git, ...inside, separator: randomUUID() });
      const history: CollectedHistory = await stopwatch('history', () =>
        readNeeded(open, refs, (base) =>
          collectReasons({
            history: readSince(base),
            ...(base !== undefined && { base }),
            mergeFiles: (hash) => merges.filesOf(hash),
            open: open.map(({ feature, last }) => ({ feature, ...(last && { last: last.commit }) })),
            features: all,
            rules,
            bumpOf: knownBumpOf,
            claimsOf: reading.of,
            projects: () => stopwatch('graph', () => (projects ??= options.graph.read(checkout.root, isIgnored))),
            lockChanges: (commits) => readLocks({ git, ...inside, commits }),
          }),
        ).finally(() => Promise.all([merges.close(), reading.close()])),
      );

      const releases: PlannedRelease[] = [];
      const next: typeof planned = new Map();
      await stopwatch('decide', async () => {
        for (const one of open) {
          const { reasons, own, takenBack } = history.features.get(one.feature.name)!;
          const promotes = !isAlone && one.last !== undefined && isPromotion(one.last, branch);
          if (!promotes && !reasons.some(({ bump }) => bump)) {
            others.push({ ...unplanned(one), why: reasons.length > 0 ? 'not-releasing' : 'unchanged' });
            continue;
          }
          const heads = named
            .filter(({ name }) => concerns(name, one.feature.name, names))
            .map(({ name }) => [name, refs.heads.get(name)!] as const);
          const counting: FeatureCommits = {
            own,
            inherited: reasons.flatMap((reason) => inherit(reason, rules.dependencyBump)),
            takenBack,
          };
          const candidate = { ...one, ...counting, heads: new Map([...heads, [branch.name, commit]]) };
          const decision = await decide(candidate, named, history.messages, refs, tagsOn);
          if ('version' in decision) {
            const release = describe(one, reasons, decision, refs.tags.get(decision.tag)?.commit);
            releases.push(notes ? { ...release, notes: await notesOf(release, candidate, history.messages) } : release);
            next.set(decision.tag, { candidate, refs });
          } else others.push({ ...unplanned(one), ...verdict(decision, reasons) });
        }
      });
      planned = next;
      for (const { feature, message } of others)
        if (message !== undefined) log({ level: 'error', step: 'plan', feature, message: `${feature} cannot be planned: ${message}` });
      return {
        schema: 1,
        commit,
        committedAt: checkout.committedAt,
        branch: branch.name,
        releases,
        others: others.sort((a, b) => (a.feature < b.feature ? -1 : 1)),
        ignored: history.ignored,
      };
    },
    async explain(name) {
      // What is to be pushed is of the latest plan that was asked for.
      const latest = planned;
      const plan = await this.plan({ only: [name] });
      planned = latest;
      const all = await features!;
      const feature = all.find((one) => one.name === name)!;
      const refs = await mirror.refs();
      const isAlone = expandBranches(specs, refs.heads.keys()).length === 1;
      const { standings, tagsOn } = await readStandings({ git, mirror, refs, features: [feature], commit, branch, isAlone });
      const { last, tags } = standings[0]!;
      const merged = await tagsOn(commit);
      const before =
        last &&
        lastRelease(
          tags.filter(({ tag }) => merged.has(tag) && tag !== last.tag),
          branch,
        );
      const range = [commit, ...(before && before.commit !== last.commit ? [`^${before.commit}`] : [])];
      const { explainFeature } = await import('./explain/explain-feature.ts');
      const reading = claims.open(all);
      return explainFeature({
        plan,
        feature,
        ...(last && { last }),
        history: readHistory({ git, ...inside, range, separator: randomUUID(), merges: true }),
        workspace: {
          features: all,
          projects: await (projects ??= options.graph.read(checkout.root, isIgnored)),
        },
        rules: { ...rules, ignoredFiles: config.ignoredFiles ?? defaultIgnoredFiles },
        bumpOf: knownBumpOf,
        claimsOf: reading.of,
        lockChanges: (commits) => readLocks({ git, ...inside, commits }),
      }).finally(reading.close);
    },
    async make(releases) {
      const wanted = releases.map((release) => {
        const known = planned.get(release.tag);
        if (!known) throw new Error(`${release.tag} is not of the latest plan.`);
        return { release, ...known };
      });
      if (wanted.length === 0) return [];
      return makeRefs(wanted, {
        ...options,
        folder: join(folder, `make-${(made += 1)}`),
        objectFormat: checkout.objectFormat,
        objects: join(mirror.folder, 'objects'),
        branch: branch.name,
        refs: wanted[0]!.refs,
        remoteUrl: checkout.remote.url,
      });
    },
  };
}

type Collect = (base: string | undefined) => Promise<CollectedHistory>;

/** The commit of the last version whose commit is the oldest by its date, which a wrong clock can have written. */
function oldestOf(standings: readonly Standing[], tags: MirrorRefs['tags']): string {
  const dated = standings.flatMap(({ last }) => (last ? [{ commit: last.commit, at: tags.get(last.tag)!.committedAt }] : []));
  return dated.reduce((oldest, one) => (one.at < oldest.at ? one : oldest)).commit;
}

/** With git's own subject, the first paragraph as one line: it is in the notes where a header is not Conventional. */
const asGitGives = (hash: string, message: string) => ({ hash, message, subject: message.split('\n\n', 1)[0]!.replaceAll('\n', ' ') });

/** Name and latest version, for a feature that gets no release. */
const unplanned = ({ feature, last }: Standing): { readonly feature: string; readonly version?: string } => ({
  feature: feature.name,
  ...(last && { version: last.version }),
});

/** Where nothing was found, commits that there were cancel each other out. */
const verdict = (decision: Exclude<Decision, DecidedVersion>, reasons: readonly Reason[]): Pick<UnplannedFeature, 'why' | 'message'> =>
  decision.kind === 'failed' ? { why: 'failed', message: decision.why } : { why: reasons.length > 0 ? 'not-releasing' : 'unchanged' };

function inherit({ kind, commit: hash, bump, through, file }: Reason, dependencyBump: Bump | 'own'): InheritedCommit[] {
  if (kind === 'own' || kind === 'promotion' || !bump) return [];
  const as = kind === 'lock-file' ? 'patch' : dependencyBump;
  return [{ hash, as, scope: through?.at(-1) ?? file ?? kind, via: through ? through.join(' → ') : `every feature depends on ${file}` }];
}

function describe(
  { feature, tags }: Standing,
  reasons: readonly Reason[],
  { kind, from, version, bump, channel, tag }: DecidedVersion & { readonly kind: 'release' | 'promotion' },
  tagged: string | undefined,
): PlannedRelease {
  const promotes = kind === 'promotion' ? tagged : undefined;
  const fromCommit = tags.find((tag) => tag.version === from)?.commit;
  return {
    feature: feature.name,
    element: feature.element,
    ...(from !== undefined && { from }),
    ...(fromCommit !== undefined && { fromCommit }),
    to: version,
    bump,
    channel,
    tag,
    reasons: promotes === undefined ? reasons : [promotion(tag, promotes, channel)],
    urls: { entry: `/${artefactKey(feature.name, version, 'main.js')}`, record: `/${recordKey(feature.name, version)}` },
    ...(promotes !== undefined && { promotes }),
  };
}

const promotion = (tag: string, commit: string, channel: string | null): Reason => ({
  kind: 'promotion',
  commit,
  subject: `${tag} was merged and comes to ${channel === null ? 'the default channel' : `the channel ${channel}`}`,
});
