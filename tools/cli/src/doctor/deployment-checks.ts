/** The checks of what is released to: the configured bucket and distribution, or what is on this machine. */
import {
  cephQuirks,
  createCloudFrontKeyValues,
  createKeyValuesClient,
  createPublicEdge,
  createS3Client,
  createS3Store,
  type S3ClientConfig,
} from '@pintag/cdn';
import { findRunning } from '@pintag/local';
import { installedGit, type PintagConfig } from '@pintag/release';
import { localDataDir } from '../target.ts';
import type { Io } from '../terminal/io.ts';
import { checkChannels } from './channels.ts';
import { type Check, said } from './check.ts';
import { checkClock } from './clock.ts';
import { checkDistribution } from './distribution.ts';
import { checkEdgeHeaders } from './edge-headers.ts';
import { checkGithubToken } from './github-token.ts';
import { checkStore, checkStorePolicy } from './store.ts';

export interface DeploymentOptions {
  readonly root: string;
  readonly config: PintagConfig;
  readonly io: Pick<Io, 'env' | 'now'>;
  /** Unique to this run. */
  readonly id: string;
}

const second = 1000;
/** Milliseconds of a check, and of one try of a request in it, so that it can say why before it is given up. */
const limits = { check: 30 * second, request: 8 * second };
const patience = { maxAttempts: 2, limits: { connect: 5 * second, silence: limits.request, total: limits.request } };

interface Deployment {
  readonly described: string;
  readonly store?: S3ClientConfig & { readonly bucket: string };
  readonly edge?: NonNullable<PintagConfig['edge']>;
  readonly credentials?: S3ClientConfig['credentials'];
  /** Nobody made a policy for it. */
  readonly isLocal: boolean;
}

export async function deploymentChecks({ root, config, io, id }: DeploymentOptions): Promise<readonly Check[]> {
  const { env, now } = io;
  const deployment = await deploymentOf(config, root);
  const remote = async () => {
    const { stdout } = await installedGit.run(['config', '--get', `remote.${config.remote}.url`], { cwd: root, env });
    return stdout.trim() || undefined;
  };
  const github = checkGithubToken({ settings: config.github, remote, env, now, limit: limits.check });
  return [github, ...storeChecks(deployment, { id, now }), ...edgeChecks(deployment)];
}

async function deploymentOf({ store, edge }: PintagConfig, root: string): Promise<Deployment> {
  if (store || edge) {
    const { bucket = '', region = '', endpoint, quirks } = store ?? {};
    return {
      described: `bucket ${bucket}`,
      isLocal: false,
      ...(store && {
        store: { bucket, region, endpoint, forcePathStyle: endpoint !== undefined, quirks: quirks === 'ceph' ? cephQuirks : [] },
      }),
      ...(edge && { edge }),
    };
  }
  const running = await findRunning(localDataDir(root));
  if (!running) return { described: 'store on this machine', isLocal: true };
  const { accessKeyId, secretAccessKey, ...s3 } = running.s3;
  const credentials = { accessKeyId, secretAccessKey };
  return {
    described: 'store on this machine',
    isLocal: true,
    store: { ...s3, forcePathStyle: true, credentials },
    edge: { ...running.cloudfront, origin: running.edge.origin, keyValueStore: running.keyValueStore.arn },
    credentials,
  };
}

function storeChecks(
  { store: config, described, isLocal }: Deployment,
  { id, now }: { readonly id: string; readonly now: () => number },
): Check[] {
  if (!config) {
    const why = isLocal
      ? 'Nothing is configured, and the store on this machine is not running (`pintag local`).'
      : 'No store is configured.';
    return skipped(['store', 'store-policy', 'clock'], why);
  }
  const { bucket, ...client } = config;
  const s3 = createS3Client({ ...client, ...patience });
  const url = config.endpoint ?? `https://s3.${config.region}.amazonaws.com`;
  return [
    checkStore({ store: createS3Store({ client: s3, bucket, quirks: config.quirks ?? [] }), described, limit: limits.check }),
    isLocal
      ? said('store-policy', {
          outcome: 'skipped',
          why: 'The store on this machine has no policy: whoever uses this machine may do everything.',
        })
      : checkStorePolicy({ client: s3, bucket, id, limit: limits.check }),
    checkClock({ url, now, limit: limits.check }),
  ];
}

function edgeChecks({ edge, store, credentials, isLocal }: Deployment): Check[] {
  if (!edge)
    return skipped(
      ['distribution', 'edge-headers', 'channels'],
      isLocal ? 'The edge on this machine is not running.' : 'No edge is configured.',
    );
  const { origin, distributionId, endpoint, keyValueStore: arn } = edge;
  const client = { endpoint, credentials, ...patience };
  const channels =
    store && arn
      ? checkChannels({
          store: createS3Store({ client: createS3Client({ ...store, ...patience }), bucket: store.bucket, quirks: store.quirks ?? [] }),
          keyValues: createCloudFrontKeyValues({ client: createKeyValuesClient(client), arn }),
          limit: limits.check,
          settling: 2 * second,
        })
      : said('channels', {
          outcome: 'skipped',
          why: 'edge.keyValueStore is not configured: there are no channels, or they are not looked at from here.',
        });
  return [
    checkDistribution({ client, distributionId, origin, limit: limits.check }),
    checkEdgeHeaders({ edge: createPublicEdge({ origin, tries: 2, limit: limits.request }), limit: limits.check }),
    channels,
  ];
}

const skipped = (names: readonly string[], why: string): Check[] => names.map((name) => said(name, { outcome: 'skipped', why }));
