/** A folder as a recorded version: every file create-only with its SHA-256, the loader last, then the record. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gitTag } from '@pintag/cdn/features';
import { cephQuirks, createS3Client, createS3Store } from '@pintag/cdn/store';
import { writeFiles, writeRecord } from '@pintag/release/publishing';
import type { PublishJob } from './job.ts';

export async function publishFolder({ folder, s3, feature, version }: PublishJob): Promise<void> {
  const { endpoint, bucket, ...credentials } = s3;
  const client = createS3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials, quirks: cephQuirks });
  const store = createS3Store({ client, bucket, quirks: cephQuirks });
  const paths = await readdir(folder);
  const files = await Promise.all(paths.map(async (path) => ({ path, body: await readFile(join(folder, path)) })));
  const [commit, committedAt] = ['0'.repeat(40), '2026-11-22T08:00:00.000Z'];
  const tag = { feature, version, tag: gitTag(feature, version), commit, committedAt, onReleaseBranch: true };
  const claim = { schema: 1, feature, version, commit, committedAt, digest: '0'.repeat(64) } as const;
  await writeRecord(store, tag, claim, await writeFiles(store, claim, files));
  client.destroy();
}
