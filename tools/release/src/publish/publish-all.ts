/** Publishes tagged versions side by side; a failure stays with its version. */
import { PintagError } from '@pintag/cdn';
import pLimit from 'p-limit';
import semver from 'semver';
import type { ReleaseStory } from '../announce/announcer.ts';
import type { ReleaseTag } from '../git/repository.ts';
import { failureEvent } from '../events/log.ts';
import type { ReleaseTools } from '../run/release-tools.ts';
import type { BuiltFeature } from './builder.ts';
import { findBundle, rebuildBundle } from './find-bundle.ts';
import { publishVersion } from './publish-version.ts';
import { type Runtimes, createRuntimes } from './runtime/runtimes.ts';
import type { WrittenRecord } from './write-record.ts';

export interface PublishJob {
  readonly tag: ReleaseTag;
  /** `repaired`: an earlier run made the tag. */
  readonly as: 'released' | 'repaired';
  /** Absent: the history knows it. */
  readonly story?: ReleaseStory;
  /** Channels that the version came to after its own release, and nobody was told of. */
  readonly promotedTo?: readonly (string | null)[];
}

export type Published = { readonly job: PublishJob } & ({ readonly publication: WrittenRecord } | { readonly failure: unknown });

/**
 * Versions of one feature go one after the other, the lowest first; features side by side. A version that fails holds back neither its
 * feature's higher ones nor another feature.
 */
export async function publishAll(tools: ReleaseTools, jobs: readonly PublishJob[]): Promise<readonly Published[]> {
  const limit = pLimit(tools.parallel ?? 4);
  const runtimes = tools.runtimes ?? createRuntimes(tools);
  const features = [...Map.groupBy(jobs, ({ tag }) => tag.feature).values()];
  const published = await Promise.all(
    features.map((ofFeature) =>
      limit(async () => {
        const done: Published[] = [];
        for (const job of ofFeature.toSorted((a, b) => semver.compare(a.tag.version, b.tag.version)))
          done.push(await publishOne(tools, runtimes, job));
        return done;
      }),
    ),
  );
  return published.flat();
}

async function publishOne(tools: ReleaseTools, runtimes: Runtimes, job: PublishJob): Promise<Published> {
  const { store, edge, link, log, verifyPauses, watch } = tools;
  const { feature, version } = job.tag;
  const started = performance.now();
  let built: Promise<BuiltFeature> | undefined;
  const rebuild = () => (built ??= rebuildBundle(tools, job.tag));
  try {
    const publication = await publishVersion({
      store,
      edge,
      link,
      log,
      verifyPauses,
      ...(watch && { watch }),
      tag: job.tag,
      bundle: () => findBundle(tools, job.tag),
      rebuild: async () => (await rebuild()).files,
      publishRuntime: (name) => runtimes.publish(name, async () => (await rebuild()).runtime),
    });
    const bytes = publication.record.files.reduce((sum, { size }) => sum + size, 0);
    const durationMs = Math.round(performance.now() - started);
    log({ level: 'info', step: 'publish', feature, version, message: `${feature} ${version} is published.`, bytes, durationMs });
    return { job, publication };
  } catch (failure) {
    watch?.({ event: 'feature', feature, version, state: 'failed' });
    log(failureEvent({ step: 'publish', feature, version }, failure, `${feature} ${version} is not finished`));
    return { job, failure };
  }
}

export const isAbandoned = (published: Published): boolean =>
  'failure' in published && published.failure instanceof PintagError && published.failure.code === 'PT_VERSION_ABANDONED';
