/** Releases the same features of fresh copies of one repository, over a slow line: with pintag at once, with semantic-release one by one. */
import { cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLocal } from '@pintag/local';
import { execa } from 'execa';
import { createGitShim } from '../measure/git-shim.ts';
import { measure, type Measured } from '../measure/measure.ts';
import { toolEnvironment } from '../measure/tool-environment.ts';
import { createRepository, gitEnvironment, type GeneratedRepository } from '../repositories/create-repository.ts';
import { plainHistory } from '../repositories/plain-history.ts';
import { startGitServer } from './git-server.ts';
import { parseReport, type ReleaseJob } from './job.ts';
import { startSlowLine } from './slow-line.ts';

export const releaseTools = ['pintag', 'semantic-release'] as const;
export type ReleaseTool = (typeof releaseTools)[number];

export interface ReleaseRuns {
  readonly tool: ReleaseTool;
  readonly runs: readonly Measured[];
  /** Of the last run; so are those below. */
  readonly gitProcesses: number;
  readonly contacts: number;
  readonly replans: number;
  readonly released: number;
}

export interface CompareReleasesOptions {
  /** Of this repository. */
  readonly root: string;
  readonly scratch: string;
  readonly node: string;
  readonly env: NodeJS.ProcessEnv;
  readonly features: number;
  /** Milliseconds of a round trip to the remote. */
  readonly latency: number;
  readonly runs: number;
  /** Seconds that one run may take. */
  readonly limit: number;
  readonly say: (line: string) => void;
}

/** Commits for each feature, so that there is something to plan. */
const commitsEach = 20;

/** @throws {Error} when a tool fails, or releases less than everything */
export async function compareReleases(options: CompareReleasesOptions): Promise<readonly ReleaseRuns[]> {
  const { scratch, env, features, runs, say } = options;
  await mkdir(scratch, { recursive: true });
  const history = plainHistory({ features, commits: features * commitsEach, seed: `release ${features}` });
  const repository = await createRepository(history, { folder: join(scratch, `release-${features}`), env });

  const results = new Map(releaseTools.map((tool) => [tool, emptyRuns(tool)]));
  for (let round = 0; round < runs; round++) {
    for (const tool of round % 2 ? [...releaseTools].reverse() : releaseTools) {
      const after = await runOnce(results.get(tool)!, repository, options);
      const { wallSeconds, cpuSeconds } = after.runs.at(-1)!;
      say(`  ${round + 1}/${runs} ${tool}: ${wallSeconds.toFixed(1)} s, CPU ${cpuSeconds.toFixed(1)} s, ${after.contacts} contacts`);
      results.set(tool, after);
    }
  }
  return [...results.values()];
}

const emptyRuns = (tool: ReleaseTool): ReleaseRuns => ({ tool, runs: [], gitProcesses: 0, contacts: 0, replans: 0, released: 0 });

async function runOnce(before: ReleaseRuns, repository: GeneratedRepository, options: CompareReleasesOptions): Promise<ReleaseRuns> {
  const { root, scratch, node, env, latency, limit } = options;
  const folder = await mkdtemp(join(scratch, 'run-'));
  const close: (() => Promise<void>)[] = [() => rm(folder, { recursive: true, force: true })];
  try {
    const { checkout } = await copyOf(repository, { folder, root, env });
    const server = await startGitServer({ root: folder, env: gitEnvironment(env) });
    close.unshift(server.close);
    const line = await startSlowLine(server.port, latency);
    close.unshift(line.close);
    const local = await startLocal({ dataDir: join(folder, 'local'), port: 0 });
    close.unshift(local.close);

    const url = `http://127.0.0.1:${line.port}/remote.git`;
    await execa('git', ['remote', 'set-url', 'origin', url], { cwd: checkout, env: gitEnvironment(env), extendEnv: false });
    const features = await featuresOf(checkout, env);
    const { s3, cloudfront, keyValueStore, edge } = local;
    const job: ReleaseJob = { checkout, url, features, addresses: { s3, cloudfront, keyValueStore, edge } };
    const shim = await createGitShim(join(folder, 'git'), env);
    const [stdout, stderr] = [join(folder, 'stdout'), join(folder, 'stderr')];
    const run = await measure(
      {
        program: node,
        args: [join(dirname(fileURLToPath(import.meta.url)), `release-with-${before.tool}.ts`), JSON.stringify(job)],
        cwd: checkout,
        env: { ...toolEnvironment(env, `${dirname(node)}:${shim.path}`), ...person },
        stdout,
        stderr,
      },
      limit,
    );
    if (run.exitCode !== 0) {
      const why = run.exitCode === undefined ? `took over ${limit} s` : `ended with ${run.exitCode}`;
      throw new Error(`${before.tool} ${why}:\n${(await readFile(stderr, 'utf8')).slice(-2_000)}`);
    }
    const { released, replans } = parseReport(await readFile(stdout, 'utf8'));
    if (released !== features.length) throw new Error(`${before.tool} released ${released} of ${features.length} features.`);
    const { calls, contacts } = await shim.read();
    return {
      ...before,
      runs: [...before.runs, run],
      gitProcesses: calls.length,
      contacts: contacts.filter((address) => address.startsWith(url)).length,
      replans,
      released,
    };
  } finally {
    for (const each of close) await each();
  }
}

/** Of its commits. */
const person = {
  GIT_AUTHOR_NAME: 'Dora',
  GIT_AUTHOR_EMAIL: 'dora@school.example',
  GIT_COMMITTER_NAME: 'Dora',
  GIT_COMMITTER_EMAIL: 'dora@school.example',
};

async function copyOf(
  { remote, checkout }: GeneratedRepository,
  { folder, root, env }: { readonly folder: string; readonly root: string; readonly env: NodeJS.ProcessEnv },
): Promise<{ readonly checkout: string }> {
  const copy = join(folder, 'checkout');
  await cp(remote, join(folder, 'remote.git'), { recursive: true });
  await cp(checkout, copy, { recursive: true });
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
  // The copied files are newer than git's list of them.
  await execa('git', ['update-index', '--refresh', '--quiet'], { cwd: copy, env: gitEnvironment(env), extendEnv: false, reject: false });
  return { checkout: copy };
}

async function featuresOf(checkout: string, env: NodeJS.ProcessEnv): Promise<string[]> {
  const { stdout } = await execa('git', ['ls-files', 'libs/*/src/element.ts'], {
    cwd: checkout,
    env: gitEnvironment(env),
    extendEnv: false,
  });
  return stdout.split('\n').map((file) => file.split('/')[1]!);
}
