/** Tells people about a released version. It may be asked twice for the same one, so it has to be idempotent. */
import type { ReleaseRecord } from '@pintag/cdn';
import type { ReleaseTag } from '../git/repository.ts';

export interface Announcement {
  readonly tag: ReleaseTag;
  readonly record: ReleaseRecord;
  /** What the release brought; asked only by who tells it. */
  readonly story: () => Promise<ReleaseStory>;
}

export interface ReleaseStory {
  /** Markdown. Parts of it are commit messages, so somebody else wrote them. */
  readonly notes: string;
  /** Full hashes of the commits that the version was released for; none, when it only came to another channel. */
  readonly commits: readonly string[];
  /** semantic-release's channel; `null` is the default one. */
  readonly channel: string | null;
}

export interface Announcer {
  /** Ends by itself: a release waits for it. What it throws is kept as the reason why the release is not finished. */
  announce(announcement: Announcement): Promise<void>;
}

/** Of several channels that a version is on, the one that people are told of. */
export const toldChannel = (channels: readonly (string | null)[]): string | null =>
  channels.includes(null) ? null : (channels[0] ?? null);

/** For a project that reads versions.json and wants nothing else. */
export const silentAnnouncer: Announcer = {
  announce: async () => {},
};
