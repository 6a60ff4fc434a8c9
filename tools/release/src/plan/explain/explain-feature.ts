/** Why a feature is released, or is not: each commit since its last version, by the same reading of the history as the plan's. */
import type { Feature } from '@pintag/cdn';
import { hasMark, trackContainment } from '../../git/containment.ts';
import type { HistoryCommit } from '../../git/history.ts';
import type { Workspace } from '../attribute-commits.ts';
import { collectReasons, type CollectOptions } from '../collect-reasons.ts';
import { isConventional, isSkipped, subjectOf } from '../commit-bump.ts';
import type { FeatureTag } from '../last-release.ts';
import type { Bump, Plan, Reason } from '../plan.ts';
import { type Cancelled, cancelledCommits } from './cancelled-commits.ts';
import type { ExplainedCommit, Explanation } from './explanation-schema.ts';
import { type Touch, touches, type TouchRules } from './touch-of.ts';

export interface ExplainOptions extends Pick<CollectOptions, 'bumpOf' | 'claimsOf' | 'lockChanges'> {
  /** Made for this feature alone, or for all. */
  readonly plan: Plan;
  readonly feature: Feature;
  readonly last?: FeatureTag;
  /** Children before parents, at least since the last version; what is older is told as released. */
  readonly history: AsyncIterable<HistoryCommit>;
  readonly workspace: Workspace;
  readonly rules: TouchRules;
}

/** Of a commit that has to do with the feature. */
interface Seen {
  readonly hash: string;
  readonly subject: string;
  readonly touch: Touch;
  readonly isConventional: boolean;
  readonly isSkipped: boolean;
  readonly isMerge: boolean;
  readonly bump?: Bump;
}

const shownReleased = 20;

export async function explainFeature(options: ExplainOptions): Promise<Explanation> {
  const { plan, feature, last, workspace, rules, bumpOf, claimsOf, lockChanges } = options;
  const touchOf = touches(workspace, rules, feature);
  const containment = trackContainment(new Map(last ? [[last.commit, [0]]] : []));
  const seen: Seen[] = [];
  const released: { commit: string; subject: string }[] = [];
  let releasedCount = 0;
  let unrelated = 0;

  async function* watched(): AsyncGenerator<HistoryCommit> {
    for await (const commit of options.history) {
      const { hash, message, parents } = commit;
      const isReleased = hasMark(containment.visit(commit), 0);
      const subject = subjectOf(message);
      const claims = await claimsOf(commit);
      const touch = touchOf({ hash, subject, files: commit.files, ...(claims && { claims }) });
      if (isReleased) {
        if (touch?.kind === 'reaches' && (await bumpOf(commit))) {
          releasedCount += 1;
          if (releasedCount <= shownReleased) released.push({ commit: hash, subject });
        }
      } else if (touch) {
        const bump = await bumpOf(commit);
        const facts = { isConventional: isConventional(message), isSkipped: isSkipped(message), isMerge: parents.length > 1 };
        seen.push({ hash, subject, touch, ...facts, ...(bump && { bump }) });
      } else unrelated += 1;
      yield commit;
    }
  }

  const collected = await collectReasons({
    history: watched(),
    open: [{ feature, ...(last && { last: last.commit }) }],
    features: workspace.features,
    rules,
    bumpOf,
    claimsOf,
    projects: () => Promise.resolve(workspace.projects),
    lockChanges,
  });
  const { reasons, own, takenBack } = collected.features.get(feature.name)!;
  const messagesOf = (hashes: readonly string[]) => hashes.map((hash) => ({ hash, message: collected.messages.get(hash) ?? '' }));
  const groups = [own, ...inheritedGroups(reasons, rules.dependencyBump).map((group) => [...group, ...takenBack])];
  const cancelled = new Map(groups.flatMap((group) => [...cancelledCommits(messagesOf(group))]));
  const reasonOf = new Map(reasons.map((reason) => [reason.commit, reason]));

  return {
    schema: 1,
    feature: feature.name,
    element: feature.element,
    commit: plan.commit,
    branch: plan.branch,
    ...(last && { last: { version: last.version, tag: last.tag, commit: last.commit } }),
    conclusion: conclude(plan, feature.name),
    commits: seen.map((commit) => explain(commit, reasonOf.get(commit.hash), cancelled.get(commit.hash))),
    unrelated,
    released: { commits: released, more: releasedCount - released.length },
  };
}

/** Commits that are weighed together: semantic-release finds a revert only among those. */
function inheritedGroups(reasons: readonly Reason[], dependencyBump: Bump | 'own'): readonly (readonly string[])[] {
  const inherited = reasons.filter(({ kind, bump }) => kind !== 'own' && bump);
  const groups = Map.groupBy(inherited, ({ kind }) => (kind === 'lock-file' ? 'patch' : dependencyBump));
  return [...groups.values()].map((group) => group.map(({ commit }) => commit));
}

function explain(
  { hash: commit, subject, touch, ...facts }: Seen,
  reason: Reason | undefined,
  cancelled: Cancelled | undefined,
): ExplainedCommit {
  if (reason?.bump && !cancelled) {
    const { kind, file, through, bump } = reason;
    return { counts: true, commit, subject, kind, ...(file !== undefined && { file }), ...(through && { through: [...through] }), bump };
  }
  const about = { counts: false, commit, subject } as const;
  const file = reason?.file ?? touch.file;
  const through = reason?.through ?? ('through' in touch ? touch.through : undefined);
  const where = { ...(file !== undefined && { file }), ...(through && { through: [...through] }) };
  if (cancelled && (reason || facts.isConventional)) return { ...about, why: cancelled.as, by: cancelled.by, ...where };
  if (touch.kind === 'ignored') return { ...about, why: 'ignored-files', ...where, ...(touch.glob !== undefined && { glob: touch.glob }) };
  if (touch.kind === 'not-bundled' || touch.kind === 'before-feature') return { ...about, why: touch.kind, ...where };
  if (touch.kind === 'other-entry' || touch.kind === 'elsewhere')
    return { ...about, why: touch.kind, ...where, features: [...touch.features] };
  if (!facts.bump && !facts.isConventional) return { ...about, why: facts.isMerge ? 'merge' : 'not-conventional', ...where };
  if (!facts.bump) return { ...about, why: facts.isSkipped ? 'skipped' : 'no-release', ...where };
  return { ...about, why: touch.kind === 'lock-file' ? 'other-packages' : 'before-feature', ...where };
}

function conclude({ releases, others }: Plan, name: string): Explanation['conclusion'] {
  const release = releases.find(({ feature }) => feature === name);
  if (release) {
    const { from, to, bump, channel, tag, promotes } = release;
    if (promotes !== undefined) return { kind: 'promotion', to, channel, tag };
    return { kind: 'release', ...(from !== undefined && { from }), to, bump, channel, tag };
  }
  const { why, by, message } = others.find(({ feature }) => feature === name)!;
  return { kind: 'none', why, ...(by !== undefined && { by }), ...(message !== undefined && { message }) };
}
