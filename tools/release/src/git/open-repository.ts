/** The repository of a release: checks the checkout, mirrors the remote, and ties history, plan and push together. */
import { join } from 'node:path';
import { PintagError } from '@pintag/cdn/errors';
import type { Log } from '../events/log.ts';
import { parseTag } from '../plan/last-release.ts';
import { nxGraph } from '../plan/nx-graph.ts';
import { createPlanner } from '../plan/plan-releases.ts';
import type { PlannedRelease } from '../plan/plan.ts';
import type { PlanConfig, PlannerOptions } from '../plan/planner.ts';
import type { ProjectGraph } from '../plan/project-graph.ts';
import { readChannels } from '../plan/standings.ts';
import { createStoryteller } from '../plan/tell-story.ts';
import { openPool, type SemanticReleasePool } from '../plan/semantic-release-pool.ts';
import { bringHead, type MergeOptions, proposeMerge } from '../preview/propose-merge.ts';
import { type Checkout, readCheckout } from './checkout.ts';
import { bareEnvironment, committedBy, gitEnvironment, runOfEmail, scratchEnvironment, withConfig } from './environment.ts';
import { danglingNote, findDanglingNotes } from './dangling-notes.ts';
import { ask, type Environment, type Git, installedGit } from './git.ts';
import { createBareRepository, createMirror, type Mirror } from './mirror.ts';
import { findNoteProblems } from './note-problems.ts';
import { checkPushRight, type GroupOutcome, pushGroups, type RefGroup } from './push.ts';
import { type Stopwatch, untimed } from '../events/stopwatch.ts';
import { type BranchSpec, matchReleaseBranches, type ReleaseBranch } from './release-branches.ts';
import type { PushOutcome, ReleaseTag, Repository } from './repository.ts';
import { restoreRefs } from './restore-refs.ts';
import { claimFolder, releaseFolder, removeLeftovers } from './run-folder.ts';
import { inRunFolder } from './run-folder-failure.ts';

export interface OpenRepositoryOptions {
  /** A folder of the checkout. */
  readonly root: string;
  /** Name of the remote; default: the configuration's, else `origin`. */
  readonly remote?: string;
  /** semantic-release's `branches`; default: the configuration's, else `main`. */
  readonly branches?: readonly BranchSpec[];
  /**
   * The branch to release from; else the one that is checked out, else (detached HEAD) the release branch that contains HEAD: of several,
   * the first that is neither for maintenance nor for prereleases.
   */
  readonly branch?: string;
  /** Unique name of this run: letters, digits, `.`, `_`, `-`. */
  readonly run: string;
  readonly env: Environment;
  readonly log: Log;
  readonly git?: Git;
  readonly graph?: ProjectGraph;
  /** Threads that several repositories share, and that whoever opened them closes; default: threads of its own. */
  readonly pool?: SemanticReleasePool;
  /** Where mirror and clones live for the time of the run. */
  readonly tempDir?: string;
  readonly config?: PlanConfig & { readonly remote?: string; readonly branches?: readonly BranchSpec[] };
  /** Milliseconds to wait before each new try when the network fails during the push. */
  readonly patience?: readonly number[];
  /** `plan` and `release` ask the same of the checkout. `preview`: a commit that the remote's branch does not have yet (a pull request) can be planned, and nothing can be pushed. */
  readonly purpose?: 'release' | 'plan' | 'preview';
  /** Only of a preview: plans what the branch would be after HEAD was merged into it. */
  readonly merge?: MergeOptions;
  /** Measures `checkout`, `fetch`, `standings`, `history` (`graph` within it) and `decide`. */
  readonly stopwatch?: Stopwatch;
}

/**
 * @throws {PintagError} PT_NOT_A_REPOSITORY, PT_NO_COMMIT, PT_NO_REMOTE, PT_SHALLOW_CLONE, PT_DIRTY_CHECKOUT, PT_REMOTE_UNREACHABLE,
 * PT_BRANCH_NOT_RELEASING, PT_HEAD_NOT_PUSHED, PT_RUN_FOLDER, PT_GIT_STUCK; of a preview also PT_PARTIAL_CLONE, PT_UNRELATED_HISTORY
 * @example const repository = await openRepository({ root, remote: 'origin', branches: ['main'], run, env, log });
 */
export async function openRepository(options: OpenRepositoryOptions): Promise<Repository> {
  const { run, log, git = installedGit, purpose = 'release', config = {} } = options;
  const { remote = config.remote ?? 'origin', branches: specs = config.branches ?? ['main'] } = options;
  const env = gitEnvironment(options.env);
  const { stopwatch = untimed } = options;
  const checkout = await stopwatch('checkout', () => readCheckout({ git, root: options.root, remote, env }));
  const runs = options.tempDir ?? join(checkout.root, '.pintag', 'runs');
  const rebuilds = join(checkout.root, '.pintag', 'rebuild');
  await removeLeftovers(runs);
  await removeLeftovers(rebuilds);
  const folder = join(runs, run);
  if (!(await inRunFolder(folder, () => claimFolder(folder))))
    throw new Error(`A run named ${run} is under way: a run's name has to be unique.`);

  const scratchEnv = scratchEnvironment(options.env, run);
  const pool = options.pool ?? openPool({ env: bareEnvironment(options.env) });
  const rebuilding = new Set<string>();
  const close = async () => {
    if (!options.pool) await pool.close();
    for (const rebuild of rebuilding) await releaseFolder(rebuild);
    await releaseFolder(folder);
  };

  try {
    const { patience } = options;
    const mirror = await inRunFolder(folder, () => createMirror({ git, checkout, folder: join(folder, 'mirror'), env, patience }));
    await stopwatch('fetch', () => mirror.fetch());
    if (purpose === 'preview') await bringHead({ git, checkout, mirror });
    const branch = await chooseBranch({ checkout, mirror, specs, branch: options.branch, purpose });
    const merge = options.merge && (await proposeMerge({ git, checkout, mirror, branch: branch.name, ...options.merge }));
    const commit = merge?.commit ?? checkout.commit;
    const planning: PlannerOptions = {
      ...options,
      git,
      log,
      checkout: { ...checkout, commit },
      mirror,
      branch,
      specs,
      pool,
      scratchEnv,
      folder,
      graph: options.graph ?? nxGraph({ env: options.env }),
      config,
    };
    const planner = createPlanner(planning);
    const story = createStoryteller(planning);
    const network = { git, env: withConfig(env, checkout.access), url: checkout.remote.pushUrl, patience };
    let pushes = 0;
    let isFetchedAgain = false;

    return {
      root: checkout.root,
      commit,
      branch: branch.name,
      remote: checkout.remote.url,
      run,
      ...(merge && { merge }),
      async fetch() {
        await mirror.fetch();
        isFetchedAgain = true;
      },
      features: () => planner.features(),
      explain: (feature) => planner.explain(feature),
      story,
      tags: () => readTags(mirror, specs),
      channels: async (tags) => readChannels(git, mirror, await mirror.refs(), new Set(tags)),
      noteProblems: () => findNoteProblems({ git, mirror, specs }),
      restore: (refs) =>
        restoreRefs(refs, {
          git,
          mirror,
          specs,
          network,
          committers: { ours: scratchEnv, nobody: committedBy(bareEnvironment(options.env), 'reconcile@pintag.invalid') },
        }),
      async plan(selection = {}) {
        // Somebody may have taken the commit off its branch meanwhile.
        if (isFetchedAgain && purpose === 'release') await assertContained(mirror, checkout.commit, branch.name);
        return planner.plan(selection);
      },
      checkPushRight: () => checkPushRight({ ...network, cwd: mirror.folder, commit: checkout.commit, run }),
      async push(releases) {
        if (purpose === 'preview') throw new Error('A preview pushes nothing.');
        const made = await inRunFolder(folder, () => planner.make(releases));
        const groups = made.flatMap((one) => ('refs' in one ? [{ release: one.release, ...one.refs }] : []));
        const failed = made.flatMap((one) => ('error' in one ? [{ ...one, status: 'failed' as const }] : []));
        if (groups.length === 0) return failed;
        const dangling = await findDanglingNotes(groups, mirror);
        const outbox = join(folder, `outbox-${(pushes += 1)}`);
        const alternates = [join(mirror.folder, 'objects'), ...groups.map(({ objects }) => objects)];
        const { objectFormat } = checkout;
        await inRunFolder(folder, () => createBareRepository({ git, folder: outbox, env, objectFormat, alternates }));
        const sound = groups.filter((group) => !dangling.has(group));
        const outcomes = new Map(await pushGroups(sound, { ...network, cwd: outbox }));
        for (const [group, note] of dangling) outcomes.set(group, { status: 'refused', why: danglingNote(note, checkout.remote.name) });
        return [...report(groups, outcomes), ...failed];
      },
      async assertUnchanged() {
        const now = await readCheckout({ git, root: checkout.root, remote, env });
        if (now.commit !== checkout.commit) throw new PintagError('PT_CHECKOUT_MOVED', { from: checkout.commit, to: now.commit });
        const untracked = await ask(git, ['ls-files', '--others', '--exclude-standard', '-z', '--', 'libs'], { cwd: checkout.root, env });
        const files = untracked.split('\0').filter(Boolean);
        if (files.length > 0) throw new PintagError('PT_DIRTY_CHECKOUT', { files });
      },
      async checkout(commit) {
        const wished = join(rebuilds, commit);
        const inside = { cwd: mirror.folder, env };
        const root = await inRunFolder(rebuilds, async () => {
          const free = (await claimFolder(wished)) ? wished : `${wished}-${run}`;
          if (free !== wished) await claimFolder(free);
          rebuilding.add(free);
          await ask(git, ['worktree', 'add', '--quiet', '--force', '--detach', free, commit], inside);
          return free;
        });
        return {
          root,
          async dispose() {
            rebuilding.delete(root);
            await releaseFolder(root);
            // What is not forgotten now goes with the mirror; a version must not wait for that.
            await ask(git, ['worktree', 'prune'], inside).catch(() => undefined);
          },
        };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

async function chooseBranch(options: {
  checkout: Checkout;
  mirror: Mirror;
  specs: readonly BranchSpec[];
  branch: string | undefined;
  purpose: 'release' | 'plan' | 'preview';
}): Promise<ReleaseBranch> {
  const { checkout, mirror, specs, purpose } = options;
  const { heads } = await mirror.refs();
  const releasing = matchReleaseBranches(specs, heads.keys());
  const named = options.branch ?? (purpose === 'preview' ? undefined : checkout.branch);
  const known = releasing.map(({ name }) => name);
  // Nothing is to be asked where the checkout stands at the head of the branch it is on.
  const isHead = named !== undefined && heads.get(named) === checkout.commit;
  const containing = isHead ? new Set([named]) : await mirror.containing('refs/heads', checkout.commit);
  const branch =
    named === undefined ? mainOf(releasing.filter(({ name }) => containing.has(name))) : releasing.find(({ name }) => name === named);
  if (named !== undefined && !branch) throw new PintagError('PT_BRANCH_NOT_RELEASING', { branch: named, known });
  const previewed = purpose === 'preview' ? (branch ?? mainOf(releasing)) : undefined;
  if (previewed) return previewed;
  if (!branch || !containing.has(branch.name)) {
    throw new PintagError('PT_HEAD_NOT_PUSHED', { commit: checkout.commit, branch: named ?? (known.join(', ') || 'release branches') });
  }
  return branch;
}

/** Where several branches stand at one commit, as when a maintenance branch was just made, it is the main one that releases. */
const mainOf = (branches: readonly ReleaseBranch[]): ReleaseBranch | undefined =>
  branches.find(({ kind }) => kind === 'release') ?? branches[0];

async function assertContained(mirror: Mirror, commit: string, branch: string): Promise<void> {
  if (!(await mirror.containing('refs/heads', commit)).has(branch)) throw new PintagError('PT_HEAD_NOT_PUSHED', { commit, branch });
}

async function readTags(mirror: Mirror, specs: readonly BranchSpec[]): Promise<readonly ReleaseTag[]> {
  const { heads, tags, notes } = await mirror.refs();
  const released = new Set<string>();
  for (const { name } of matchReleaseBranches(specs, heads.keys())) {
    for (const tag of await mirror.merged('refs/tags', heads.get(name)!)) released.add(tag);
  }
  return [...tags.values()].flatMap(({ name, commit, committedAt }) => {
    const parsed = parseTag(name);
    if (!parsed) return [];
    const run = runOfEmail(notes.get(name)?.committer ?? '');
    return [{ ...parsed, tag: name, commit, committedAt, ...(run !== undefined && { run }), onReleaseBranch: released.has(name) }];
  });
}

function report<G extends RefGroup & { readonly release: PlannedRelease }>(
  groups: readonly G[],
  outcomes: ReadonlyMap<G, GroupOutcome>,
): PushOutcome[] {
  return groups.map((group) => ({ release: group.release, ...outcomes.get(group)! }));
}
