/** Where a command releases to and reads from: the configured bucket and distribution, or the ones on this machine. */
import { join } from 'node:path';
import {
  type ArtefactStore,
  cephQuirks,
  createCloudFrontClient,
  createCloudFrontEdge,
  createCloudFrontKeyValues,
  createKeyValuesClient,
  createS3Client,
  createS3Store,
  type Edge,
  type KeyValues,
  PintagError,
} from '@pintag/cdn';
import { attachOrStartLocal, type StartLocalOptions } from '@pintag/local';
import type { PintagConfig } from '@pintag/release';
import type { Io } from './terminal/io.ts';

export interface Target {
  readonly store: ArtefactStore;
  readonly edge: Edge;
  /** By which the edge redirects channels; absent: none is configured, and there are no channels. */
  readonly keyValues?: KeyValues;
  /** One line for people: which bucket, behind which origin. */
  readonly described: string;
  /** It is the edge on this machine and ends with this command. */
  readonly passing: boolean;
  close(): Promise<void>;
}

/**
 * @throws {PintagError} PT_CONFIG when only one of store and edge is configured: a release needs both.
 */
export async function openTarget(config: PintagConfig, root: string, io: Io): Promise<Target> {
  const { store, edge } = config;
  const limits = { total: config.timeLimits.request * 1000 };
  if (!store && !edge) return openLocalTarget(root, io);
  if (!store || !edge) {
    throw new PintagError('PT_CONFIG', {
      problems: [`${store ? 'edge' : 'store'} is missing: a release writes to the store and verifies through the edge`],
    });
  }
  const { s3, store: bucket } = openBucket(store, limits);
  const cloudfront = createCloudFrontClient({ endpoint: edge.endpoint, limits });
  const keyValues = createKeyValuesClient({ endpoint: edge.endpoint, limits });
  return {
    store: bucket,
    edge: createCloudFrontEdge({ client: cloudfront, distributionId: edge.distributionId, origin: edge.origin }),
    ...(edge.keyValueStore && { keyValues: createCloudFrontKeyValues({ client: keyValues, arn: edge.keyValueStore }) }),
    described: `bucket ${store.bucket}, behind ${edge.origin}`,
    passing: false,
    close: async () => {
      s3.destroy();
      cloudfront.destroy();
      keyValues.destroy();
    },
  };
}

/**
 * The bucket alone, for who publishes nothing.
 * @throws {PintagError} PT_CONFIG when an edge is configured and no store
 */
export async function openStore(config: PintagConfig, root: string, io: Io): Promise<Pick<Target, 'store' | 'described' | 'close'>> {
  if (!config.store) return openTarget(config, root, io);
  const { s3, store } = openBucket(config.store, { total: config.timeLimits.request * 1000 });
  return { store, described: `bucket ${config.store.bucket}`, close: async () => s3.destroy() };
}

function openBucket(store: NonNullable<PintagConfig['store']>, limits: { readonly total: number }) {
  const quirks = store.quirks === 'ceph' ? cephQuirks : [];
  const s3 = createS3Client({
    region: store.region,
    endpoint: store.endpoint,
    forcePathStyle: store.endpoint !== undefined,
    quirks,
    limits,
  });
  return { s3, store: createS3Store({ client: s3, bucket: store.bucket, quirks }) };
}

/** What the servers on this machine need of the process that they run in. They talk only when something is wrong. */
export const localOptions = (io: Io): Pick<StartLocalOptions, 'clock' | 'pid' | 'log'> => ({
  clock: io.now,
  pid: io.pid,
  log: ({ step, message }) => io.stderr(`${step.padEnd(10)} ${message}\n`),
});

/** Data folder of the local store and edge. */
export const localDataDir = (root: string): string => join(root, '.pintag', 'local');

async function openLocalTarget(root: string, io: Io): Promise<Target> {
  const local = await attachOrStartLocal({ dataDir: localDataDir(root), ...localOptions(io) });
  const credentials = { accessKeyId: local.s3.accessKeyId, secretAccessKey: local.s3.secretAccessKey };
  const s3 = createS3Client({
    region: local.s3.region,
    endpoint: local.s3.endpoint,
    forcePathStyle: true,
    credentials,
  });
  const cloudfront = createCloudFrontClient({ endpoint: local.cloudfront.endpoint, credentials });
  const keyValues = createKeyValuesClient({ endpoint: local.keyValueStore.endpoint, credentials });
  return {
    store: createS3Store({ client: s3, bucket: local.s3.bucket }),
    edge: createCloudFrontEdge({ client: cloudfront, distributionId: local.cloudfront.distributionId, origin: local.edge.origin }),
    keyValues: createCloudFrontKeyValues({ client: keyValues, arn: local.keyValueStore.arn }),
    described: `the store on this machine, behind ${local.edge.origin}`,
    passing: local.started,
    close: async () => {
      s3.destroy();
      cloudfront.destroy();
      keyValues.destroy();
      await local.close();
    },
  };
}
