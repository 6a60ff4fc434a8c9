/** A number whose version the CDN has, while its tag is gone, is not given out a second time: the bytes under its URL are those of another commit. */
import { PintagError } from '@pintag/cdn';
import type { PlannedRelease } from '../plan/plan.ts';
import type { ReleaseTools } from '../run/release-tools.ts';

/**
 * @param lost see `Gaps.lost`
 * @returns by feature, why its release is refused
 */
export async function refuseLost(
  { repository }: Pick<ReleaseTools, 'repository'>,
  releases: readonly PlannedRelease[],
  lost: readonly string[],
): Promise<ReadonlyMap<string, PintagError<'PT_TAG_LOST'>>> {
  const meant = releases.filter(({ tag, promotes }) => promotes === undefined && lost.includes(tag));
  if (meant.length === 0) return new Map();
  // Another run pushes its tag before it writes the record: one that came meanwhile makes this a race, which the push decides.
  await repository.fetch();
  const there = new Set((await repository.tags()).map(({ tag }) => tag));
  return new Map(
    meant.flatMap(({ feature, to: version, tag }) =>
      there.has(tag) ? [] : [[feature, new PintagError('PT_TAG_LOST', { feature, version, tag })] as const],
    ),
  );
}
