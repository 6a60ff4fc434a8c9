/** A local store and edge over a folder of their own, with the real SDK's clients, for specs. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3';
import { type Local, startLocal, type StartLocalOptions } from '../start-local.ts';

export interface TemporaryLocal extends Local {
  readonly dataDir: string;
  /** With the SDK's defaults, but a refusal is not tried again. */
  readonly client: S3Client;
  readonly bucket: string;
  clientWith(config: S3ClientConfig): S3Client;
  cloudFrontWith(config: ConstructorParameters<typeof CloudFrontClient>[0]): CloudFrontClient;
}

export async function startTemporaryLocal(options: Omit<StartLocalOptions, 'dataDir'> = {}): Promise<TemporaryLocal> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pintag-local-'));
  const local = await startLocal({ ...options, dataDir });
  const { endpoint, region, accessKeyId, secretAccessKey, bucket } = local.s3;
  const credentials = { accessKeyId, secretAccessKey };
  const clients: (S3Client | CloudFrontClient)[] = [];
  const clientWith = (config: S3ClientConfig): S3Client => {
    const client = new S3Client({ endpoint, region, credentials, maxAttempts: 1, ...config });
    clients.push(client);
    return client;
  };
  return {
    ...local,
    dataDir,
    bucket,
    client: clientWith({}),
    clientWith,
    cloudFrontWith: (config) => {
      const client = new CloudFrontClient({ endpoint: local.cloudfront.endpoint, region, credentials, maxAttempts: 1, ...config });
      clients.push(client);
      return client;
    },
    async close() {
      for (const client of clients) client.destroy();
      await local.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** How the SDK reports a refusal. */
export const refusal = (status: number, code: string) => ({ name: code, $metadata: { httpStatusCode: status } });
