/** Announces versions on GitHub: a release each, and a comment where people wait for it. */
import { type ArtefactStore, artefactKey, parseVersionList, versionsKey } from '@pintag/cdn';
import type { Log } from '../../events/log.ts';
import { startTimer } from '../../events/timer.ts';
import { measure, parseLoadOrder } from '../../preview/measure.ts';
import type { Announcement, Announcer } from '../announcer.ts';
import { createCommentQueue } from './comment-queue.ts';
import { findTold } from './find-told.ts';
import type { GithubClient } from './github-client.ts';
import { placeRelease } from './place-release.ts';
import { type ReleasePageFacts, releasePage } from './release-page.ts';

export interface GithubAnnouncerOptions {
  readonly client: GithubClient;
  readonly store: ArtefactStore;
  /** Of the CDN. */
  readonly origin: string;
  readonly log: Log;
}

/** Issues and pull requests that one version is told to; a feature's first release may have hundreds, and each gets mail. */
const mostComments = 50;

export function createGithubAnnouncer({ client, store, origin, log }: GithubAnnouncerOptions): Announcer {
  const comments = createCommentQueue(client);
  return {
    async announce({ tag, record, story: tell }: Announcement) {
      const { feature, version } = tag;
      const about = { level: 'info', step: 'announce', feature, version } as const;
      const releasing = startTimer();
      const story = await tell();
      const facts = { ...(await readFacts(store, feature, version, record)), tag: tag.tag, record, story, origin };
      const { url } = await placeRelease(client, releasePage(facts));
      log({ ...about, message: `${feature} ${version} is on GitHub: ${url}`, durationMs: releasing() });
      const telling = startTimer();

      if (story.commits.length === 0) return;
      const { pullRequests, issues } = await findTold(client, story.commits);
      const all = [
        ...pullRequests.map((number) => ({ number, kind: 'pull request' as const })),
        ...issues.map((number) => ({ number, kind: 'issue' as const })),
      ];
      const told = all.sort((a, b) => b.number - a.number).slice(0, mostComments);
      if (told.length < all.length)
        log({ ...about, level: 'warn', message: `Of ${all.length} issues and pull requests, the newest ${told.length} are told.` });
      const outcomes = await Promise.allSettled(told.map((target) => comments.tell(target, { feature, version, url })));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) throw failed.reason;
      const numbers = told.map(({ number }) => `#${number}`).join(', ');
      if (told.length > 0) log({ ...about, message: `Told on ${numbers}.`, durationMs: telling() });
    },
  };
}

/** From the store, where an edge may be behind. */
async function readFacts(
  store: ArtefactStore,
  feature: string,
  version: string,
  { element, files }: Announcement['record'],
): Promise<Pick<ReleasePageFacts, 'list' | 'sizes'>> {
  const key = versionsKey(feature);
  const [stored, manifest] = await Promise.all([store.read(key), store.read(artefactKey(feature, version, 'manifest.json'))]);
  const order = manifest && parseLoadOrder(manifest.body);
  return {
    list: stored ? parseVersionList(stored.body, key) : { schema: 1, feature, element, versions: [] },
    ...(order && { sizes: measure(order, files) }),
  };
}
