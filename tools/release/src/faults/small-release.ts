/**
 * Releases small workspaces in a process of its own, so that it can be killed: a child process with a channel, which takes one
 * `SmallRelease` after the other and answers with a line for each call that is no request, and one for the end.
 */
import {
  cephQuirks,
  createCloudFrontClient,
  createCloudFrontEdge,
  createS3Client,
  createS3Store,
  type Edge,
  PintagError,
} from '@pintag/cdn';
import { createMemoryEdge } from '@pintag/cdn/memory-edge';
import { linkElement } from '@pintag/runtime';
import { createGithubAnnouncer } from '../announce/github/github-announcer.ts';
import { createGithubClient } from '../announce/github/github-client.ts';
import { bareEnvironment } from '../git/environment.ts';
import { createGit } from '../git/git.ts';
import { openRepository } from '../git/open-repository.ts';
import { openPool } from '../plan/semantic-release-pool.ts';
import { release, type ReleaseResult } from '../run/release.ts';
import { type Interference, interfere } from './interfere.ts';
import { installJumpingClock } from './jumping-clock.ts';
import { createReplayedPool } from './replayed-pool.ts';
import type { Ended, Line, SmallRelease } from './small-release-lines.ts';
import { prebuilt } from './small-workspace.ts';

const clock = installJumpingClock();
const log = () => {};
const say = (line: Line) => process.send!(line);

process.on('message', (job: SmallRelease) => {
  run(job).then(
    (ended) => say({ ended }),
    (error: unknown) => say({ ended: { ok: false, features: [], failure: describe(error) } }),
  );
});
process.on('disconnect', () => process.exit());

async function run(job: SmallRelease): Promise<Ended> {
  const { checkout, run: name, store: at, cloudfront: api, edgeOrigin, limits, recordings } = job;
  const credentials = { accessKeyId: at.accessKeyId, secretAccessKey: at.secretAccessKey };
  const quirks = at.isCeph ? cephQuirks : [];
  const s3 = createS3Client({
    endpoint: at.endpoint,
    region: at.region,
    credentials,
    forcePathStyle: true,
    quirks,
    maxAttempts: 3,
    limits: { silence: limits.request, total: limits.request },
  });
  const cloudfront = createCloudFrontClient({
    endpoint: api.endpoint,
    credentials: { accessKeyId: api.accessKeyId, secretAccessKey: api.secretAccessKey },
    maxAttempts: 3,
    limits: { silence: limits.request, total: limits.request },
  });
  const store = createS3Store({ client: s3, bucket: at.bucket, quirks });
  const edge: Edge = at.isCeph
    ? createMemoryEdge({ store })
    : createCloudFrontEdge({
        client: cloudfront,
        distributionId: api.distributionId,
        origin: edgeOrigin,
        limit: limits.request,
        pause: 50,
      });
  // Seconds of waiting pass quickly here.
  const github = createGithubClient({ ...job.github, log, timeLimit: limits.request, second: 20 });
  const pool = createReplayedPool({ file: recordings, real: () => openPool({ env: bareEnvironment(process.env), threads: 1 }) });
  const interference: Interference = interfere({ fault: job.fault, clock, run: name, onCall: (call) => say({ call }) });
  try {
    const repository = await openRepository({
      root: checkout,
      run: name,
      env: process.env,
      log,
      pool,
      git: interference.git(createGit({ contact: limits.git, local: limits.git })),
      graph: { read: async () => [] },
      patience: [50, 100],
      ...(job.branches && { branches: job.branches }),
      ...(job.tempDir && { tempDir: job.tempDir }),
    });
    try {
      const tools = interference.tools({
        store,
        edge,
        builder: prebuilt,
        link: linkElement,
        announcer: createGithubAnnouncer({ client: github, store, origin: edge.origin, log }),
        clock: () => new Date(),
        log,
        // One after the other, so that every run makes the same calls; side by side they are killed in kill-anywhere.spec.ts.
        parallel: 1,
        verifyPauses: [],
      });
      return inShort(await release({ ...tools, repository }));
    } finally {
      await repository.close();
    }
  } finally {
    interference.end();
    await pool.close();
    s3.destroy();
    cloudfront.destroy();
  }
}

const inShort = ({ ok, features }: ReleaseResult): Ended => ({ ok, features });

function describe(error: unknown): Ended['failure'] {
  if (error instanceof PintagError) return { message: error.message, code: error.code };
  return { message: error instanceof Error ? (error.stack ?? error.message) : String(error) };
}
