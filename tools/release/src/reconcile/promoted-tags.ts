/** Which versions came to another channel, and nobody was told. */
import { channelsToTell, type OpenPromotions } from '@pintag/cdn';
import type { ReleaseTag, Repository } from '../git/repository.ts';

export interface PromotedTag {
  readonly tag: ReleaseTag;
  /** semantic-release's; `null` is the default one. At least one. */
  readonly channels: readonly (string | null)[];
}

/** A promotion whose note does not name its channel was begun and never pushed: nothing is to be told, and the next plan has it again. */
export async function untold(
  promotions: OpenPromotions,
  tags: readonly ReleaseTag[],
  channels: Repository['channels'],
): Promise<readonly PromotedTag[]> {
  if (promotions.size === 0) return [];
  const suspects = tags.filter(({ version }) => promotions.has(version));
  const noted = await channels(suspects.map(({ tag }) => tag));
  return suspects
    .map((tag) => ({ tag, channels: channelsToTell(tag, promotions, noted.get(tag.tag) ?? []) }))
    .filter(({ channels: toTell }) => toTell.length > 0);
}
