/** Before the commit point: stores which released versions are about to come to another channel, for after the push git knows it alone. */
import { writePromotion } from '@pintag/cdn';
import pLimit from 'p-limit';
import type { PlannedRelease } from '../plan/plan.ts';
import { deriveRows } from '../publish/derive-rows.ts';
import type { ReleaseTools } from './release-tools.ts';

/**
 * The tag is old and its receipt is there, so a run that ends right after its push would look finished. With the promotion begun, the row of
 * the feature is not settled until somebody finishes it. A promotion that is never pushed means nothing.
 * @returns why one must not be pushed; nothing for those that may be.
 */
export async function beginPromotions(
  { store, repository, clock, parallel = 4 }: Pick<ReleaseTools, 'store' | 'repository' | 'clock' | 'parallel'>,
  releases: readonly PlannedRelease[],
): Promise<ReadonlyMap<PlannedRelease, unknown>> {
  const failures = new Map<PlannedRelease, unknown>();
  const limit = pLimit(parallel);
  const begin = async (release: PlannedRelease, commit: string) => {
    const { feature, to: version, tag, channel } = release;
    const when = { state: 'begun', run: repository.run, at: clock().toISOString() } as const;
    await writePromotion(store, { feature, version, tag, commit, channel }, when).catch((failure: unknown) =>
      failures.set(release, failure),
    );
  };
  await Promise.all(releases.flatMap((release) => (release.promotes === undefined ? [] : limit(begin, release, release.promotes))));

  const begun = releases.filter((release) => release.promotes !== undefined && !failures.has(release));
  const behind = begun.length > 0 ? await deriveRows(store, begun.map(({ feature }) => feature).sort()) : new Map<string, unknown>();
  for (const release of begun) if (behind.has(release.feature)) failures.set(release, behind.get(release.feature));
  return failures;
}
