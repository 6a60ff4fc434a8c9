/** A bucket of its own for a row on Ceph. */
import { randomUUID } from 'node:crypto';
import { cephQuirks, createS3Client, type S3Quirk } from '@pintag/cdn';
import { createBucket, removeBucket } from '@pintag/cdn/raw-objects';

export interface CephStore {
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface CephBucket {
  readonly s3: CephStore & { readonly region: string; readonly bucket: string };
  readonly quirks: readonly S3Quirk[];
  /** Removes the bucket with all that is in it. */
  close(): Promise<void>;
}

export async function openCephBucket(ceph: CephStore): Promise<CephBucket> {
  const { endpoint, ...credentials } = ceph;
  const region = 'us-east-1';
  const bucket = `pintag-faults-${randomUUID()}`;
  const client = createS3Client({ endpoint, region, credentials, forcePathStyle: true, quirks: cephQuirks });
  await createBucket(client, bucket);
  return {
    s3: { ...ceph, region, bucket },
    quirks: cephQuirks,
    async close() {
      await removeBucket(client, bucket);
      client.destroy();
    },
  };
}
