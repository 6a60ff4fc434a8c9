/** Tells people about a released version. It may be asked twice for the same one, so it has to be idempotent. */
import type { ReleaseRecord } from '@pintag/cdn';
import type { ReleaseTag } from '../git/repository.ts';

export interface Announcement {
  readonly tag: ReleaseTag;
  readonly record: ReleaseRecord;
  /** Markdown; absent when an earlier run made the tag and this one only finishes it. */
  readonly notes?: string;
}

export interface Announcer {
  /** Ends by itself: a release waits for it. What it throws is kept as the reason why the release is not finished. */
  announce(announcement: Announcement): Promise<void>;
}

/** For a project that reads versions.json and wants nothing else. */
export const silentAnnouncer: Announcer = {
  announce: async () => {},
};
