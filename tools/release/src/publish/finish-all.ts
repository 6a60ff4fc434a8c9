/** The end of a run: one invalidation, then for each published version the announcement and the receipt, then the index says that they are settled. */
import { indexKey, versionsKey, writePromotion } from '@pintag/cdn';
import pLimit from 'p-limit';
import { type ReleaseStory, toldChannel } from '../announce/announcer.ts';
import { announce } from '../announce/announce.ts';
import { failureEvent } from '../events/log.ts';
import { startTimer } from '../events/timer.ts';
import type { ReleaseTools } from '../run/release-tools.ts';
import { type PublishJob, type Published, isAbandoned } from './publish-all.ts';
import { deriveRows } from './derive-rows.ts';
import { writeReceipt } from './receipt.ts';

/** @returns the same versions; one whose announcement or receipt failed is a failure now, and the next run takes it up again. */
export async function finishAll(
  tools: ReleaseTools,
  published: readonly Published[],
  refreshed: readonly string[] = [],
  // CloudFront takes a second request of the same name for the first one again.
  reference: string = tools.repository.run,
): Promise<readonly Published[]> {
  const changed = new Set([...published.filter(isLoadable).map(({ job }) => job.tag.feature), ...refreshed]);
  const finished = await invalidate(tools, changed, reference).then(
    () => announceAll(tools, published),
    (failure: unknown) => {
      tools.log(failureEvent({ step: 'invalidate' }, failure, 'The lists that the edge keeps could not be invalidated'));
      return published.map((version) => (isLoadable(version) ? fail(tools, version.job, failure) : version));
    },
  );

  const settled = new Set(finished.filter((version) => isLoadable(version) || isAbandoned(version)).map(({ job }) => job.tag.feature));
  if (settled.size === 0) return finished;
  const failures = await deriveRows(tools.store, [...settled].sort());
  return finished.map((version) => {
    const failure = failures.get(version.job.tag.feature);
    if (failure === undefined || !isLoadable(version)) return version;
    const { feature, version: number } = version.job.tag;
    tools.log(
      failureEvent({ step: 'index', feature, version: number }, failure, `The index does not say that ${feature} ${number} is finished`),
    );
    return fail(tools, version.job, failure);
  });
}

function fail({ watch }: ReleaseTools, job: PublishJob, failure: unknown): Published {
  watch?.({ event: 'feature', feature: job.tag.feature, version: job.tag.version, state: 'failed' });
  return { job, failure };
}

const isLoadable = (version: Published): boolean => 'publication' in version;

/** What never changes needs no invalidation; the rest goes in one request, for CloudFront charges and limits by request and path. */
async function invalidate({ edge, log }: ReleaseTools, features: ReadonlySet<string>, reference: string): Promise<void> {
  if (features.size === 0) return;
  const paths = [...[...features].sort().map(versionsKey), indexKey].map((key) => `/${key}`);
  const took = startTimer();
  await edge.invalidate(paths, reference);
  log({ level: 'info', step: 'invalidate', message: `Invalidated ${paths.join(', ')}.`, durationMs: took() });
}

async function announceAll(tools: ReleaseTools, published: readonly Published[]): Promise<readonly Published[]> {
  const limit = pLimit(tools.parallel ?? 4);
  return Promise.all(published.map((version) => limit(announceOne, tools, version)));
}

async function announceOne(tools: ReleaseTools, version: Published): Promise<Published> {
  const { announcer, store, repository, clock, log, watch } = tools;
  if ('failure' in version) return version;
  const { job, publication } = version;
  const about = { feature: job.tag.feature, version: job.tag.version };
  try {
    const story = async () => job.story ?? withChannel(await repository.story(job.tag), job.promotedTo);
    await announce(announcer, { tag: job.tag, record: publication.record, story });
    const writing = startTimer();
    await writeReceipt({ store, tag: job.tag, run: repository.run, clock });
    for (const channel of job.promotedTo ?? [])
      await writePromotion(store, { ...job.tag, channel }, { state: 'finished', run: repository.run, at: clock().toISOString() });
    watch?.({ event: 'feature', ...about, state: 'finished' });
    const message = `The release of ${about.feature} ${about.version} is finished.`;
    log({ level: 'info', step: 'receipt', ...about, message, durationMs: writing() });
    return version;
  } catch (failure) {
    log(
      failureEvent(
        { step: 'announce', ...about },
        failure,
        `${about.feature} ${about.version} can be loaded, but its release is not finished`,
      ),
    );
    return fail(tools, job, failure);
  }
}

/** What git says was fetched before this run pushed. */
const withChannel = (story: ReleaseStory, promotedTo: PublishJob['promotedTo']): ReleaseStory =>
  promotedTo ? { ...story, channel: toldChannel(promotedTo) } : story;
