/** What our own code does under each role: everything that a workflow lets it do, once, against servers under the policies. */
import {
  type ArtefactStore,
  createCloudFrontClient,
  createCloudFrontEdge,
  createCloudFrontKeyValues,
  createKeyValuesClient,
  createS3Client,
  createS3Store,
  type Edge,
  type KeyValues,
  revertChannel,
  setChannel,
} from '@pintag/cdn';
import { inspect, release, stageReleases } from '@pintag/release';
import { createTestRelease, type TestRelease } from '@pintag/release/testing/test-release';
import type { RoleName } from '../permissions/policy-document.ts';
import type { ProvingGround } from './proving-ground.ts';
import { bucket, keysOf } from './synthesised.ts';

/** As a role sees it. */
export interface Access {
  readonly store: ArtefactStore;
  readonly edge: Edge;
  readonly keyValues: KeyValues;
  close(): void;
}

export function accessAs(role: RoleName | 'administrator', { local }: Pick<ProvingGround, 'local'>): Access {
  const { accessKeyId, secretAccessKey, endpoint, region } = local.s3;
  const credentials = role === 'administrator' ? { accessKeyId, secretAccessKey } : keysOf(role);
  // A refusal is final: nothing of it is tried again.
  const s3 = createS3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1 });
  const cloudfront = createCloudFrontClient({ endpoint: local.cloudfront.endpoint, credentials, maxAttempts: 1 });
  const keyValues = createKeyValuesClient({ endpoint: local.keyValueStore.endpoint, credentials, maxAttempts: 1 });
  return {
    store: createS3Store({ client: s3, bucket }),
    edge: createCloudFrontEdge({ client: cloudfront, distributionId: local.cloudfront.distributionId, origin: local.edge.origin }),
    keyValues: createCloudFrontKeyValues({ client: keyValues, arn: local.keyValueStore.arn }),
    close() {
      s3.destroy();
      cloudfront.destroy();
      keyValues.destroy();
    },
  };
}
