/**
 * Releases a small workspace in a process of its own, so that the process can be killed. `node small-release.ts <SmallRelease as JSON>`
 * prints each external call as a line of JSON, and at the end what is inconsistent; the exit code is the release's.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CloudFrontClient } from '@aws-sdk/client-cloudfront';
import { createCloudFrontEdge, createS3Client, createS3Store } from '@pintag/cdn';
import type { LocalAddresses } from '@pintag/local';
import { linkElement } from '@pintag/runtime';
import { installedGit } from '../git/git.ts';
import { openRepository } from '../git/open-repository.ts';
import { inspect } from '../reconcile/inspect.ts';
import { release } from '../release.ts';
import { prebuilt } from './small-workspace.ts';
import { type ExternalCall, createWatch, watchGit, watchTools } from './watch-calls.ts';

export interface SmallRelease {
  readonly checkout: string;
  readonly run: string;
  readonly addresses: LocalAddresses;
  /** Folder of one file for each announcement. */
  readonly announced: string;
  /** The process kills itself right after this call. */
  readonly kill?: ExternalCall;
}

export type Line = { readonly call: ExternalCall } | { readonly ok: boolean; readonly problems: readonly string[] };

const { checkout, run, addresses, announced, kill } = JSON.parse(process.argv[2]!) as SmallRelease;
const say = (line: Line) => process.stdout.write(`${JSON.stringify(line)}\n`);

const watched = createWatch({
  after: (call) => {
    if (call.name === kill?.name && call.occurrence === kill.occurrence) process.kill(process.pid, 'SIGKILL');
    say({ call });
  },
});

const { endpoint, region, bucket, ...credentials } = addresses.s3;
const s3 = createS3Client({ endpoint, region, credentials, forcePathStyle: true });
const cloudfront = new CloudFrontClient({ region, endpoint: addresses.cloudfront.endpoint, credentials });
const log = () => {};
const repository = await openRepository({
  root: checkout,
  run,
  env: process.env,
  log,
  git: watchGit(installedGit, watched),
  graph: { read: async () => [] },
});

try {
  const tools = {
    store: createS3Store({ client: s3, bucket }),
    edge: createCloudFrontEdge({ client: cloudfront, distributionId: addresses.cloudfront.distributionId, origin: addresses.edge.origin }),
    builder: prebuilt,
    link: linkElement,
    announcer: {
      announce: async ({ tag }: { readonly tag: { readonly tag: string } }) => {
        await mkdir(announced, { recursive: true });
        await writeFile(path.join(announced, tag.tag), '');
      },
    },
    clock: () => new Date(),
    log,
    // One after the other, so that every run makes the same calls; side by side they are killed in kill-anywhere.spec.ts.
    parallel: 1,
  };
  const result = await release({ ...watchTools(tools, watched), repository });
  await repository.fetch();
  const { discrepancies } = await inspect({ repository, store: tools.store });
  const problems = [
    ...result.features.flatMap(({ feature, reason, status }) => (status === 'failed' ? [`${feature}: ${reason}`] : [])),
    ...discrepancies.map(({ message }) => message),
  ];
  say({ ok: result.ok && problems.length === 0, problems });
  process.exitCode = result.ok ? 0 : 1;
} finally {
  await repository.close();
  s3.destroy();
  cloudfront.destroy();
}
