/** What the CDN has of a tagged version: what a run may say of a feature that it had nothing to do for. */
import type { ArtefactStore } from '@pintag/cdn';
import type { ReleaseTag } from '../git/repository.ts';
import { type Gaps, isOurs } from './find-gaps.ts';
import { tryRecord } from './settled-versions.ts';

export type TagStanding =
  /** Made by a release, and on the CDN. */
  | 'released'
  /** Made by somebody else, and on the CDN since it was adopted. */
  | 'adopted'
  /** The number is spent, and nothing can be loaded from it. */
  | 'abandoned'
  /** Made by a release, and without a record that can be read. */
  | 'unpublished'
  /** Made by somebody else; not on the CDN. */
  | 'foreign';

/**
 * Reads the record of a tag unless the index has its version as the feature's newest.
 * @param tags those of one commit.
 * @returns by tag.
 */
export async function tagStandings(
  store: ArtefactStore,
  tags: readonly ReleaseTag[],
  { newest }: Pick<Gaps, 'newest'>,
): Promise<ReadonlyMap<string, TagStanding>> {
  return new Map(await Promise.all(tags.map(async (tag) => [tag.tag, await standingOf(store, tag, newest)] as const)));
}

async function standingOf(store: ArtefactStore, tag: ReleaseTag, newest: Gaps['newest']): Promise<TagStanding> {
  const { feature, version } = tag;
  const status = newest.get(feature) === version ? 'released' : (await tryRecord(store, feature, version))?.status;
  if (status === 'abandoned') return 'abandoned';
  if (status === 'released') return isOurs(tag) ? 'released' : 'adopted';
  return isOurs(tag) ? 'unpublished' : 'foreign';
}
