/** A CDN on this machine for browser tests: published by the release's own steps, from what `nx build` left in dist. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import {
  type BundleFile,
  type ReleaseRecord,
  type VersionList,
  createCloudFrontEdge,
  createS3Client,
  createS3Store,
  gitTag,
  parseVersionList,
  versionsKey,
} from '@pintag/cdn';
import { startLocal } from '@pintag/local';
import { createRuntimes, publishVersion } from '@pintag/release';
import { linkElement } from '@pintag/runtime';
import { repositoryRoot } from './repository-root.ts';

export interface TestCdn {
  readonly origin: string;
  /** Versions of one feature have the same code under different URLs; a newer one comes later. */
  publish(feature: string, version: string): Promise<ReleaseRecord>;
  /** The published list of a feature's versions. */
  versions(feature: string): Promise<VersionList>;
  close(): Promise<void>;
}

export async function openCdn(): Promise<TestCdn> {
  const dataDir = await mkdtemp(join(tmpdir(), 'pintag-e2e-'));
  const local = await startLocal({ dataDir });
  const { endpoint, region, bucket, accessKeyId, secretAccessKey } = local.s3;
  const credentials = { accessKeyId, secretAccessKey };
  const s3 = createS3Client({ endpoint, region, credentials, forcePathStyle: true });
  const cloudfront = new CloudFrontClient({ region, endpoint: local.cloudfront.endpoint, credentials });
  const store = createS3Store({ client: s3, bucket });
  const { origin } = local.edge;
  const edge = createCloudFrontEdge({ client: cloudfront, distributionId: local.cloudfront.distributionId, origin });
  const log = () => undefined;
  const runtimes = createRuntimes({ store, edge, log });

  return {
    origin,
    async publish(feature, version) {
      const tag = {
        feature,
        version,
        tag: gitTag(feature, version),
        commit: '0123456789abcdef0123456789abcdef01234567',
        committedAt: '2026-11-20T09:00:00.000Z',
        onReleaseBranch: true,
      };
      const bundle = () => readBuild(join(repositoryRoot, 'dist/libs', feature));
      const publishRuntime = (name: string) =>
        runtimes.publish(name, async () => ({ name, files: await readBuild(join(repositoryRoot, 'dist/runtime', name)) }));
      const { record } = await publishVersion({ store, edge, link: linkElement, tag, bundle, publishRuntime, log });
      return record;
    },
    async versions(feature) {
      const key = versionsKey(feature);
      return parseVersionList((await store.read(key))!.body, key);
    },
    async close() {
      s3.destroy();
      cloudfront.destroy();
      await local.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function readBuild(folder: string): Promise<BundleFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((cause: unknown) => {
    throw new Error(`${folder} is not there: run \`nx run-many -t build\` first.`, { cause });
  });
  const paths = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  return Promise.all(paths.map(async (path) => ({ path: path.slice(folder.length + 1), body: await readFile(path) })));
}
