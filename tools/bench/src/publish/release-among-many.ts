/** Releases one feature at a time into a store that holds many others, and counts what it asks store, CloudFront and edge for. */
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createCloudFrontClient, createCloudFrontEdge, createS3Client, createS3Store } from '@pintag/cdn';
import { startLocal } from '@pintag/local';
import { seedBucket } from '@pintag/local/testing/seed-bucket';
import { release } from '@pintag/release';
import { createFakeRemote } from '@pintag/release/testing/fake-remote';
import { createFakeBuilder, fakeLink } from '@pintag/release/testing/test-release';
import { silentAnnouncer } from '@pintag/release';
import { countRequests, sum } from './count-requests.ts';
import { featureNames, storedOf, tagAll } from './many-versions.ts';

export interface ReleaseAmongMany {
  readonly features: number;
  readonly versions: number;
  /** Of one release each, of another feature each time. */
  readonly wallSeconds: readonly number[];
  /** Of each of them alike. */
  readonly requests: number;
}

export interface ReleaseAmongManyOptions {
  readonly features: number;
  readonly versions: number;
  readonly runs: number;
  readonly scratch: string;
  readonly say: (line: string) => void;
}

/** @throws {Error} a release fails, or one asks for more than another */
export async function releaseAmongMany({ features, versions, runs, scratch, say }: ReleaseAmongManyOptions): Promise<ReleaseAmongMany> {
  const names = featureNames(features);
  const remote = createFakeRemote(names);
  const commit = remote.commit(...names);
  const dataDir = await mkdtemp(join(scratch, 'many-'));
  const close: (() => Promise<unknown>)[] = [() => rm(dataDir, { recursive: true, force: true })];
  try {
    say(`  writing ${features} features × ${versions} versions`);
    seedBucket(dataDir, storedOf({ features: names, versions }, commit), Date.UTC(2026, 10, 22));
    tagAll({ features: names, versions }, remote);
    remote.commit(...names);
    const local = await startLocal({ dataDir, port: 0 });
    close.unshift(local.close);
    const [s3Counter, apiCounter, edgeCounter] = await Promise.all(
      [local.s3.endpoint, local.cloudfront.endpoint, local.edge.origin].map(countRequests),
    );
    const counters = [s3Counter!, apiCounter!, edgeCounter!];
    for (const counter of counters) close.unshift(counter.close);

    const credentials = { accessKeyId: local.s3.accessKeyId, secretAccessKey: local.s3.secretAccessKey };
    const s3 = createS3Client({ endpoint: s3Counter!.origin, region: local.s3.region, forcePathStyle: true, credentials });
    const cloudfront = createCloudFrontClient({ endpoint: apiCounter!.origin, credentials });
    close.unshift(async () => (s3.destroy(), cloudfront.destroy()));
    const store = createS3Store({ client: s3, bucket: local.s3.bucket });
    const edge = createCloudFrontEdge({ client: cloudfront, distributionId: local.cloudfront.distributionId, origin: edgeCounter!.origin });

    const wallSeconds: number[] = [];
    const requests: number[] = [];
    // The first one brings the runtime; it is not counted.
    for (const [run, feature] of names.slice(0, runs + 1).entries()) {
      for (const counter of counters) counter.take();
      const repository = remote.open({ run: `run-${run}` });
      const began = performance.now();
      const result = await release({
        repository,
        store,
        edge,
        builder: createFakeBuilder(),
        link: fakeLink,
        announcer: silentAnnouncer,
        clock: () => new Date(),
        log: () => {},
        only: [feature],
      });
      const status = result.features.find((one) => one.feature === feature)?.status;
      if (!result.ok || status !== 'released')
        throw new Error(`${feature} among ${features} is ${status}: ${JSON.stringify(result.features.slice(0, 3))}`);
      const asked = counters.reduce((all, counter) => all + sum(counter.take()), 0);
      if (run === 0) continue;
      wallSeconds.push((performance.now() - began) / 1_000);
      requests.push(asked);
      say(`  ${features} × ${versions}, ${run}/${runs}: ${wallSeconds.at(-1)!.toFixed(2)} s, ${asked} requests`);
    }
    if (new Set(requests).size > 1) throw new Error(`Releases among ${features} features asked ${requests.join(', ')} times.`);
    return { features, versions, wallSeconds, requests: requests[0]! };
  } finally {
    for (const each of close) await each();
  }
}
