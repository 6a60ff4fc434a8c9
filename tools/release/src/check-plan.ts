/** A plan that somebody looked at is released as it is, or not at all. */
import { PintagError } from '@pintag/cdn';
import type { ReleaseTag } from './git/repository.ts';
import type { Plan, PlannedRelease } from './plan/plan.ts';

/**
 * @param fresh what this commit would release now.
 * @param tags of the remote; a planned tag that an earlier run of the same plan pushed on this commit is no change.
 * @throws {PintagError} PT_PLAN_STALE
 */
export function refuseStalePlan(given: Plan, fresh: Plan, tags: readonly ReleaseTag[]): void {
  if (given.commit !== fresh.commit) {
    throw new PintagError('PT_PLAN_STALE', {
      why: `it was made for commit ${given.commit.slice(0, 8)}, and this is ${fresh.commit.slice(0, 8)}`,
    });
  }

  const pushed = new Set(tags.filter(({ commit, run }) => commit === given.commit && run !== undefined).map(({ tag }) => tag));
  const waiting = given.releases.filter(({ tag }) => !pushed.has(tag)).map(inShort);
  const now = fresh.releases.map(inShort);
  const gone = waiting.filter((release) => !now.includes(release));
  const added = now.filter((release) => !waiting.includes(release));
  if (gone.length === 0 && added.length === 0) return;

  const differences = [...gone.map((release) => `it has ${release}`), ...added.map((release) => `now there is ${release}`)];
  throw new PintagError('PT_PLAN_STALE', { why: `the release tags have moved since (${differences.join(', ')})` });
}

const inShort = ({ feature, from, to }: PlannedRelease): string => `${feature} ${from ?? 'unreleased'} → ${to}`;
