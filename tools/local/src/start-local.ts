/** Store, CloudFront API and edge on one machine, in one process over one data folder. */
import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PintagError } from '@pintag/cdn';
import { type DistributionDescription, usualDistribution } from './cloudfront/distribution.ts';
import { createCloudFrontHandler } from './cloudfront/handler.ts';
import { openInvalidations } from './cloudfront/invalidations.ts';
import { openKeyValues } from './cloudfront/key-values.ts';
import { createKeyValuesHandler, isKeyValuesRequest } from './cloudfront/key-values-handler.ts';
import { lockFolder } from './data/folder-lock.ts';
import { readOrCreateIdentity } from './data/identity.ts';
import { listenAgain, readPorts, writePorts } from './data/ports.ts';
import { type LocalAddresses, readServerFile, removeServerFile, writeServerFile } from './data/server-file.ts';
import { createBucketOrigin } from './edge/bucket-origin.ts';
import { createEdge } from './edge/handler.ts';
import { withHealth } from './health.ts';
import { type LocalPolicies, putInForce } from './iam/local-policies.ts';
import { listen, type Listening } from './http/listen.ts';
import type { Log } from './log.ts';
import type { HttpHandler } from './http/message.ts';
import { allowEverything, type Authorize } from './s3/access.ts';
import { createS3Handler } from './s3/handler.ts';
import type { AccessKey } from './sigv4/verify.ts';
import { openObjectFolder } from './store/object-folder.ts';
import { openUploadFolder } from './store/upload-folder.ts';

export interface StartLocalOptions {
  /** Holds everything; made when it is not there. Usually `.pintag/local`. */
  readonly dataDir: string;
  /** Of the edge; the S3 API takes the next one, the CloudFront API the one after. 0: free ones. Absent: those of the last time, so that a tag that was pasted goes on working, else free ones. */
  readonly port?: number;
  readonly log?: Log;
  /** Milliseconds since the epoch. */
  readonly clock?: () => number;
  /** What the bucket's policy says, asked for every operation of a known principal (`developer`, `edge`). */
  readonly authorize?: Authorize;
  /** The deployed policies, in force on store, edge and CloudFront API; the keys of their roles then work, too. Not together with `authorize`. */
  readonly policies?: LocalPolicies;
  /** What the key-value store of the channels is called, for policies that name it. Default: a name of its own. */
  readonly keyValueStoreArn?: string;
  /** What the CloudFront API says of the distribution. Default: what the tables of tools/cdn say. */
  readonly distribution?: DistributionDescription;
  /** Of the process that serves, for whoever finds the folder taken. */
  readonly pid?: number;
}

/** Without `close`, exactly what `pintag local --json` prints. */
export interface Local extends LocalAddresses {
  /** Stops answering and lets go of the data folder. */
  close(): Promise<void>;
}

export const localRegion = 'us-east-1';
export const localBucket = 'pintag';
/** Of the account that everything here would be in. */
const localAccount = '000000000000';

/**
 * Answers on every address when it returns.
 * @throws {PintagError} PT_PORT_IN_USE, PT_DATA_IN_USE
 * @example const { s3, edge, close } = await startLocal({ dataDir: '.pintag/local' });
 */
export async function startLocal(options: StartLocalOptions): Promise<Local> {
  const { dataDir } = options;
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const lock = lockFolder(dataDir);
  if (!lock) throw new PintagError('PT_DATA_IN_USE', { dataDir, pid: (await readServerFile(dataDir))?.pid });
  try {
    await removeServerFile(dataDir);
    const { addresses, instance, servers } = await serve(options);
    await writeServerFile(dataDir, { pid: options.pid, instance, addresses });
    const close = async (): Promise<void> => {
      await removeServerFile(dataDir);
      await Promise.all(servers.map((server) => server.close()));
      lock.release();
    };
    return { ...addresses, close };
  } catch (error) {
    lock.release();
    throw error;
  }
}

interface Serving {
  readonly addresses: LocalAddresses;
  readonly instance: string;
  readonly servers: readonly Listening[];
}

async function serve({
  dataDir,
  port,
  log = () => undefined,
  clock: now = Date.now,
  authorize: asked = allowEverything,
  policies,
  keyValueStoreArn,
  distribution = usualDistribution,
}: StartLocalOptions): Promise<Serving> {
  const { developer, edge: edgeKey, distributionId } = await readOrCreateIdentity(dataDir);
  const inForce = policies && putInForce(policies, { bucketName: localBucket, distributionId });
  const authorize = inForce?.authorize ?? asked;
  const distributionArn = inForce?.distributionArn ?? `arn:aws:cloudfront::${localAccount}:distribution/${distributionId}`;
  const keys = new Map<string, AccessKey>([
    [developer.accessKeyId, { ...developer, principal: 'developer' }],
    [edgeKey.accessKeyId, { ...edgeKey, principal: 'edge' }],
    ...(inForce?.keys ?? []).map((key) => [key.accessKeyId, key] as const),
  ]);
  const findKey = (accessKeyId: string) => keys.get(accessKeyId);
  const s3Root = join(dataDir, 's3');
  const objects = await openObjectFolder(s3Root, log);
  const uploads = await openUploadFolder(s3Root);
  const invalidations = await openInvalidations(join(dataDir, 'cloudfront'));
  await objects.createBucket(localBucket);

  const keyValues = await openKeyValues(join(dataDir, 'cloudfront'), { now, account: localAccount, arn: keyValueStoreArn });

  const instance = randomUUID();
  const s3 = createS3Handler({ objects, uploads, region: localRegion, findKey, authorize, now, log });
  const origin = createBucketOrigin({ s3, bucket: localBucket, region: localRegion, accessKey: edgeKey, now });
  const edge = createEdge({ origin, keyValues, distributionId, now, log });
  const cloudfront = createCloudFrontHandler({
    distributionId,
    distribution,
    invalidations,
    purge: edge.purge,
    findKey,
    authorize,
    distributionArn,
    now,
    log,
  });
  const keyValuesApi = createKeyValuesHandler({ keyValues, findKey, authorize, now, log });
  const cloudfrontApis: HttpHandler = (request) => (isKeyValuesRequest(request) ? keyValuesApi(request) : cloudfront(request));

  const servers: Listening[] = [];
  try {
    const remembered = port === undefined ? await readPorts(dataDir) : undefined;
    for (const [offset, handler] of [edge.handle, s3, withHealth(cloudfrontApis, instance)].entries()) {
      servers.push(
        port !== undefined
          ? await listen(handler, { port: port === 0 ? 0 : port + offset, log })
          : await listenAgain(handler, { port: remembered?.[offset], log }),
      );
    }
  } catch (error) {
    await Promise.all(servers.map((server) => server.close()));
    throw error;
  }
  const [edgeServer, s3Server, cloudfrontServer] = servers.map(({ origin: address }) => address);
  await writePorts(
    dataDir,
    servers.map(({ origin: address }) => Number(new URL(address).port)),
  );
  const addresses: LocalAddresses = {
    s3: { endpoint: s3Server!, region: localRegion, ...developer, bucket: localBucket },
    cloudfront: { endpoint: cloudfrontServer!, distributionId },
    keyValueStore: { endpoint: cloudfrontServer!, arn: keyValues.arn },
    edge: { origin: edgeServer! },
  };
  return { addresses, instance, servers };
}
