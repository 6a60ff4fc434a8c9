/** What there is to tell people of a release that was just pushed. Pure. */
import type { PlannedRelease } from '../plan/plan.ts';
import type { PublishJob } from '../publish/publish-all.ts';

/** @param earlier of the same tag, which this run has finished and not told yet: then its own release is told with its promotion */
export function toTell(
  { notes = '', reasons, channel, promotes }: PlannedRelease,
  earlier: PublishJob | undefined,
): Pick<PublishJob, 'story' | 'promotedTo'> {
  const commits = reasons.flatMap(({ commit, bump }) => (bump ? [commit] : []));
  if (promotes === undefined) return { story: { notes, commits, channel } };
  const promotedTo = [...(earlier?.promotedTo ?? []), channel];
  return earlier && !earlier.story ? { promotedTo } : { story: { notes, commits, channel }, promotedTo };
}
