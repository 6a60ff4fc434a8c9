/** Publishes the same folders to one Ceph RGW with each tool, one after the other and in turns, as whole processes. */
import { randomUUID } from 'node:crypto';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DeleteObjectsCommand, paginateListObjectsV2, type S3Client } from '@aws-sdk/client-s3';
import { cephQuirks, createS3Client } from '@pintag/cdn';
import { createBucket, removeBucket } from '@pintag/cdn/raw-objects';
import { measure, type Measured } from '../measure/measure.ts';
import { countRequests, sum } from './count-requests.ts';
import type { PublishJob } from './job.ts';
import { writeTestFiles } from './test-files.ts';
import { callOf, type PublishTool, publishTools } from './tools.ts';

export interface PublishedFiles {
  readonly files: number;
  readonly tool: PublishTool;
  readonly runs: readonly Measured[];
  /** Of one run more, which was not timed. */
  readonly requests: number;
}

export interface ComparePublishingOptions {
  readonly ceph: { readonly endpoint: string; readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly counts: readonly number[];
  readonly runs: number;
  /** Seconds that one run may take. */
  readonly limit: number;
  readonly scratch: string;
  readonly node: string;
  readonly path: string;
  readonly say: (line: string) => void;
}

/** @throws {Error} a tool fails, or leaves a file out */
export async function comparePublishing(options: ComparePublishingOptions): Promise<readonly PublishedFiles[]> {
  const { ceph, counts, scratch } = options;
  const { endpoint, ...credentials } = ceph;
  const client = createS3Client({ endpoint, region: 'us-east-1', forcePathStyle: true, credentials, quirks: cephQuirks });
  const bucket = `pintag-bench-${randomUUID()}`;
  await createBucket(client, bucket);
  const counter = await countRequests(endpoint);
  const home = join(scratch, 'publish-home');
  await mkdir(home, { recursive: true });
  try {
    const results: PublishedFiles[] = [];
    for (const files of counts) {
      const folder = await writeTestFiles(scratch, files);
      results.push(...(await compareFolder({ ...options, client, bucket, folder, files, counter, home })));
    }
    return results;
  } finally {
    await counter.close();
    await empty(client, bucket);
    await removeBucket(client, bucket);
    client.destroy();
    await rm(home, { recursive: true, force: true });
  }
}

interface FolderOptions extends ComparePublishingOptions {
  readonly client: S3Client;
  readonly bucket: string;
  readonly folder: string;
  readonly files: number;
  readonly counter: Awaited<ReturnType<typeof countRequests>>;
  readonly home: string;
}

async function compareFolder(options: FolderOptions): Promise<readonly PublishedFiles[]> {
  const { files, runs, counter, ceph, say } = options;
  const results = new Map<PublishTool, { runs: Measured[]; requests: number }>();
  // Also warms up caches and the server's pools, for all alike.
  for (const tool of publishTools) {
    counter.take();
    await runOnce(tool, counter.origin, options);
    results.set(tool, { runs: [], requests: sum(counter.take()) });
  }
  for (let round = 0; round < runs; round++) {
    for (const tool of turned(publishTools, round)) {
      const run = await runOnce(tool, ceph.endpoint, options);
      results.get(tool)!.runs.push(run);
      say(`  ${files} files, ${round + 1}/${runs} ${tool}: ${run.wallSeconds.toFixed(2)} s, CPU ${run.cpuSeconds.toFixed(2)} s`);
    }
  }
  return publishTools.map((tool) => ({ files, tool, ...results.get(tool)! }));
}

/** Whoever comes after the same neighbour every time might owe it something. */
const turned = <T>(all: readonly T[], by: number): T[] => all.map((_, position) => all[(position + by) % all.length]!);

async function runOnce(tool: PublishTool, endpoint: string, options: FolderOptions): Promise<Measured> {
  const { client, bucket, folder, files, ceph, home, node, path, limit, scratch } = options;
  const feature = `bench-${tool}`;
  const version = `0.0.${Math.floor(performance.now() * 1000)}`;
  const job: PublishJob = { folder, feature, version, s3: { ...ceph, endpoint, bucket } };
  const call = callOf(tool, job, { node, home, path });
  const [stdout, stderr] = [join(scratch, 'publish-stdout'), join(scratch, 'publish-stderr')];
  const run = await measure({ ...call, env: { ...call.env }, cwd: scratch, stdout, stderr }, limit);
  if (run.exitCode !== 0) {
    const why = run.exitCode === undefined ? `took over ${limit} s` : `ended with ${run.exitCode}`;
    throw new Error(`${tool} ${why}:\n${(await readFile(stderr, 'utf8')).slice(-2_000)}`);
  }
  const written = await count(client, bucket, `elements/v${version}/${feature}/`);
  if (written !== files) throw new Error(`${tool} published ${written} of ${files} files.`);
  return run;
}

async function count(client: S3Client, bucket: string, prefix: string): Promise<number> {
  let found = 0;
  for await (const { KeyCount = 0 } of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) found += KeyCount;
  return found;
}

async function empty(client: S3Client, bucket: string): Promise<void> {
  for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket: bucket })) {
    if (Contents.length > 0)
      await client.send(
        new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: Contents.map(({ Key }) => ({ Key })), Quiet: true } }),
      );
  }
}
