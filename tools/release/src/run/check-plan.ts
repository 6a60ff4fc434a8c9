/** A plan that somebody looked at is released as it is, or not at all. */
import { isDeepStrictEqual } from 'node:util';
import { gitTag, PintagError } from '@pintag/cdn';
import type { ReleaseTag } from '../git/repository.ts';
import type { Plan, PlannedRelease } from '../plan/plan.ts';

/**
 * Before anything is planned.
 * @throws {PintagError} PT_PLAN_STALE
 */
export function refusePlanOfAnother(given: Plan, here: Pick<Plan, 'commit' | 'branch'>): void {
  if (given.commit !== here.commit) {
    throw stale(`it was made for commit ${given.commit.slice(0, 8)}, and this is ${here.commit.slice(0, 8)}`);
  }
  if (given.branch !== here.branch) throw stale(`it was made for the branch ${given.branch}, and this is ${here.branch}`);
}

/**
 * @param asked names of features that are to be released by this plan
 * @throws {PintagError} PT_PLAN_STALE
 */
export function refuseUnplanned(given: Plan, asked: readonly string[]): void {
  const planned = new Set([...given.releases, ...given.others].map(({ feature }) => feature));
  const unplanned = asked.filter((feature) => !planned.has(feature));
  if (unplanned.length > 0) throw stale(`it says nothing of ${unplanned.join(', ')}`);
}

/**
 * @param fresh what this commit would release now.
 * @param tags of the remote; a planned tag that an earlier run of the same plan pushed on this commit is no change.
 * @throws {PintagError} PT_PLAN_STALE
 */
export function refuseStalePlan(given: Plan, fresh: Plan, tags: readonly ReleaseTag[]): void {
  refusePlanOfAnother(given, fresh);
  const tagged = new Map(tags.map((tag) => [tag.tag, tag]));
  const isPushed = ({ feature, tag, promotes }: PlannedRelease) => {
    const { commit, run } = tagged.get(tag) ?? {};
    // A promotion pushes no tag: it is done when there is nothing left to do.
    if (promotes !== undefined) return commit === promotes && fresh.releases.every((release) => release.feature !== feature);
    return commit === given.commit && run !== undefined;
  };
  const waiting = given.releases.filter((release) => !isPushed(release));

  const missing = waiting.flatMap((release) => {
    const now = fresh.releases.filter(({ feature }) => feature === release.feature);
    return now.some((candidate) => inShort(candidate) === inShort(release)) ? [] : [`it has ${inShort(release)}`];
  });
  const added = fresh.releases.flatMap((release) =>
    waiting.some((candidate) => inShort(candidate) === inShort(release)) ? [] : [`now there is ${inShort(release)}`],
  );
  const moved = movedTags(given, waiting, fresh, tagged);
  if (moved.length > 0) throw stale(`release tags have moved since: ${[...moved, ...missing, ...added].join(', ')}`);
  if (missing.length + added.length > 0) throw stale(`this commit releases something else: ${[...missing, ...added].join(', ')}`);

  const changed = waiting.flatMap((release) => {
    const now = fresh.releases.find(({ feature }) => feature === release.feature)!;
    const fields = differences(release, now);
    return fields.length ? [`the ${fields.join(', ')} of ${release.feature}`] : [];
  });
  if (changed.length > 0 || waiting.length !== fresh.releases.length) {
    const what = changed.join(' and ') || 'the number of releases';
    throw stale(`${what} differ from what this commit releases; it was edited, or made by another Pintag or with another configuration`);
  }
}

/** What can be told of the tags that a plan was made from. */
function movedTags(
  given: Plan,
  waiting: readonly PlannedRelease[],
  fresh: Plan,
  tagged: ReadonlyMap<string, ReleaseTag>,
): readonly string[] {
  const known = [
    ...waiting.map(({ feature, from, fromCommit }) => ({ feature, version: from, commit: fromCommit })),
    ...given.others.map(({ feature, version }) => ({ feature, version, commit: undefined })),
  ];
  const now = new Map([
    ...fresh.releases.map(({ feature, from }) => [feature, { version: from }] as const),
    ...fresh.others.map(({ feature, version, by }) => [feature, { version, by }] as const),
  ]);
  const moved = known.flatMap(({ feature, version, commit }) => {
    const tag = version === undefined ? undefined : gitTag(feature, version);
    const found = tag === undefined ? undefined : tagged.get(tag);
    if (tag !== undefined && !found) return [`${tag} is gone`];
    if (tag !== undefined && commit !== undefined && found?.commit !== commit)
      return [`${tag} names commit ${found?.commit.slice(0, 8)} and no longer ${commit.slice(0, 8)}`];
    const current = now.get(feature);
    // A feature without a release may get a newer version from elsewhere: what is released stays the same.
    if (!waiting.some((release) => release.feature === feature)) return [];
    if (current && 'by' in current && current.by !== undefined) return [`${current.by} was tagged`];
    return current?.version !== undefined && current.version !== version ? [`${gitTag(feature, current.version)} was tagged`] : [];
  });
  const taken = waiting.flatMap(({ tag, promotes }) => {
    const found = tagged.get(tag);
    return found && promotes === undefined ? [`${tag} names commit ${found.commit.slice(0, 8)} already`] : [];
  });
  return [...new Set([...moved, ...taken])];
}

/** Names of the fields in which two plans of one release differ; the day that stands in the heading of the notes is no difference. */
function differences(given: PlannedRelease, fresh: PlannedRelease): readonly string[] {
  const fields = new Set([...Object.keys(given), ...Object.keys(fresh)]) as Set<keyof PlannedRelease>;
  // A plan of an earlier Pintag lacks what was added later.
  if (given.fromCommit === undefined) fields.delete('fromCommit');
  if (given.notes === undefined) fields.delete('notes');
  const comparable = (release: PlannedRelease) => ({ ...release, notes: release.notes?.replace(/^(#.*)\(\d{4}-\d\d-\d\d\)$/gm, '$1') });
  const [before, after] = [comparable(given), comparable(fresh)];
  return [...fields].filter((field) => !isDeepStrictEqual(before[field], after[field]));
}

const inShort = ({ feature, from, to }: PlannedRelease): string => `${feature} ${from ?? 'unreleased'} → ${to}`;
const stale = (why: string) => new PintagError('PT_PLAN_STALE', { why });
