/** A CDN on this machine with versions of small features, in the folder where the commands of a workspace look for theirs. */
import {
  type ArtefactStore,
  createCloudFrontClient,
  createCloudFrontEdge,
  createCloudFrontKeyValues,
  createKeyValuesClient,
  createS3Client,
  createS3Store,
  gitTag,
  type KeyValues,
} from '@pintag/cdn';
import { type Local, startLocal, type StartLocalOptions } from '@pintag/local';
import { publishVersion } from '@pintag/release';
import { linkElement } from '@pintag/runtime';
import { localDataDir } from '../target.ts';
import { testBundle } from './published-site.ts';

export interface LocalCdn extends AsyncDisposable {
  readonly local: Local;
  readonly store: ArtefactStore;
  readonly keyValues: KeyValues;
  /** Everything that a release does for a version but git: files, record, verification, lists. */
  publish(feature: string, version: string): Promise<void>;
}

/** @param root of a workspace */
export async function startLocalCdn(root: string, options: Partial<StartLocalOptions> = {}): Promise<LocalCdn> {
  const local = await startLocal({ dataDir: localDataDir(root), ...options });
  const { endpoint, region, bucket, accessKeyId, secretAccessKey } = local.s3;
  const credentials = { accessKeyId, secretAccessKey };
  const s3 = createS3Client({ region, endpoint, forcePathStyle: true, credentials });
  const cloudfront = createCloudFrontClient({ endpoint: local.cloudfront.endpoint, credentials });
  const keyValues = createKeyValuesClient({ endpoint: local.keyValueStore.endpoint, credentials });
  const store = createS3Store({ client: s3, bucket });
  const edge = createCloudFrontEdge({ client: cloudfront, distributionId: local.cloudfront.distributionId, origin: local.edge.origin });

  return {
    local,
    store,
    keyValues: createCloudFrontKeyValues({ client: keyValues, arn: local.keyValueStore.arn }),
    async publish(feature, version) {
      const made = { commit: 'a'.repeat(40), committedAt: '2026-01-01T00:00:00.000Z' };
      await publishVersion({
        store,
        edge,
        link: linkElement,
        tag: { feature, version, tag: gitTag(feature, version), ...made, onReleaseBranch: true },
        bundle: async () => testBundle({ feature, runtime: 'none' }),
        publishRuntime: async () => {},
        log: () => {},
      });
      await edge.invalidate(['/elements/*'], `${feature}-${version}`);
    },
    async [Symbol.asyncDispose]() {
      s3.destroy();
      cloudfront.destroy();
      keyValues.destroy();
      await local.close();
    },
  };
}
