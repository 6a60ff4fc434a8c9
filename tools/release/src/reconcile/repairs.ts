/** From what is open to what is done about it. Pure. */
import { toldChannel } from '../announce/announcer.ts';
import type { PublishJob } from '../publish/publish-all.ts';
import type { Gaps } from './find-gaps.ts';

/** Publishes and tells what is open. Of a promotion nothing is left but to tell it: what is in it was told when it was released. */
export function repairs({ unfinished, promoted }: Pick<Gaps, 'unfinished' | 'promoted'>): readonly PublishJob[] {
  const channelsOf = new Map(promoted.map(({ tag, channels }) => [tag.tag, channels]));
  const begun = unfinished.map((tag): PublishJob => {
    const promotedTo = channelsOf.get(tag.tag);
    return { tag, as: 'repaired', ...(promotedTo && { promotedTo }) };
  });
  const toTell = promoted.filter(({ tag }) => !unfinished.some((open) => open.tag === tag.tag));
  return [
    ...begun,
    ...toTell.map(({ tag, channels }): PublishJob => {
      const story = { notes: '', commits: [], channel: toldChannel(channels) };
      return { tag, as: 'repaired', story, promotedTo: channels };
    }),
  ];
}
