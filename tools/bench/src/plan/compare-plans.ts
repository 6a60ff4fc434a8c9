/** One case: every tool plans the same repository, one after the other, in another order each round. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createGitShim } from '../measure/git-shim.ts';
import { measure, type Measured } from '../measure/measure.ts';
import { shimCost } from '../measure/shim-cost.ts';
import { toolEnvironment } from '../measure/tool-environment.ts';
import type { BenchCase, CaseName } from '../repositories/cases.ts';
import { createRepository, type GeneratedRepository } from '../repositories/create-repository.ts';
import { installPeers, type Peers } from './peers.ts';
import { readTimings, type Timing } from './timings.ts';
import { type PlanTool, planTools, type ToolName } from './tools.ts';

/**
 * What a tool finds when it begins. `fresh`: a machine that has never run it, so Node has nothing compiled either. `cold`: the project graph has to be
 * made. `warm`: it is in Nx's cache.
 */
export type Start = 'fresh' | 'cold' | 'warm';

/** One tool's runs of a case. */
export interface PlanRuns {
  readonly tool: ToolName;
  /** A tool that reads no project graph has cold runs only. */
  readonly start: Start;
  readonly runs: readonly Measured[];
  /** Of the last run; so are the two below. */
  readonly gitProcesses: number;
  /** With the generated repository's remote. */
  readonly contacts: number;
  /** How many releases it announced, where that can be told. */
  readonly releases: number | undefined;
  /** One list a run; empty for all but pintag. */
  readonly timings: readonly (readonly Timing[])[];
  /** Why there are no runs, or fewer. */
  readonly trouble?: string;
}

export interface ComparedPlans {
  readonly case: CaseName;
  readonly what: string;
  /** Milliseconds that counting adds to each call of git. */
  readonly shimMs: number;
  readonly results: readonly PlanRuns[];
}

export interface CompareOptions {
  /** Of this repository. */
  readonly root: string;
  /** Kept between runs: generated repositories and installed peers. */
  readonly scratch: string;
  readonly node: string;
  readonly env: NodeJS.ProcessEnv;
  /** Which tools; all when left out. */
  readonly only?: readonly ToolName[];
  readonly runs: number;
  /** Seconds that one run may take. */
  readonly limit: number;
  readonly say: (line: string) => void;
}

export async function comparePlans(bench: BenchCase, options: CompareOptions): Promise<ComparedPlans> {
  const { root, scratch, node, env, only, runs, say } = options;
  const isWanted = (name: ToolName): boolean => only?.includes(name) ?? true;
  await mkdir(scratch, { recursive: true });
  const peers = await installPeers(options);
  say(`${bench.name}: ${bench.what}.`);
  const repository = await createRepository(bench.generate(), { folder: join(scratch, bench.name), env });
  await linkModules(repository, peers);

  const folder = await mkdtemp(join(scratch, 'run-'));
  try {
    const shim = await createGitShim(join(folder, 'git'), env);
    const tools = planTools({ root, node, peers, repository }).filter(({ name }) => isWanted(name));
    const places = tools.flatMap((tool) =>
      (tool.usesGraph ? (['cold', 'fresh', 'warm'] as const) : (['cold'] as const)).map((start) => ({ tool, start })),
    );
    const results = new Map(places.map((place) => [place, emptyRuns(place.tool, place.start)]));
    for (let round = 0; round < runs; round++) {
      for (const tool of rotated(tools, round)) {
        for (const [place, before] of results) {
          // What takes too long or fails once is not started again, in no other way either.
          if (place.tool !== tool || [...results].some(([other, { trouble }]) => other.tool === tool && trouble)) continue;
          const after = await runOnce(before, { ...options, tool, repository, folder, shim });
          const seconds = after.runs.at(-1);
          const figures = seconds ? `${seconds.wallSeconds.toFixed(2)} s, CPU ${seconds.cpuSeconds.toFixed(2)} s` : '';
          say(`  ${round + 1}/${runs} ${tool.name} (${place.start}): ${after.trouble ?? figures}`);
          results.set(place, after);
        }
      }
    }
    const order = [...results.values()];
    if (peers.missing && isWanted('multi-semantic-release'))
      order.push({ ...emptyRuns({ name: 'multi-semantic-release' }, 'cold'), trouble: peers.missing });
    const shimMs = await shimCost(shim, toolEnvironment(env, env['PATH'] ?? ''));
    return { case: bench.name, what: bench.what, shimMs, results: order };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const emptyRuns = ({ name }: Pick<PlanTool, 'name'>, start: Start): PlanRuns => ({
  tool: name,
  start,
  runs: [],
  gitProcesses: 0,
  contacts: 0,
  releases: undefined,
  timings: [],
});

interface Place extends CompareOptions {
  readonly tool: PlanTool;
  readonly repository: GeneratedRepository;
  readonly folder: string;
  readonly shim: Awaited<ReturnType<typeof createGitShim>>;
}

async function runOnce(before: PlanRuns, { tool, repository, folder, shim, node, env, limit }: Place): Promise<PlanRuns> {
  if (tool.usesGraph && before.start !== 'warm') await rm(join(repository.checkout, '.nx'), { recursive: true, force: true });
  const [stdout, stderr, timings, compiled] = ['stdout', 'stderr', 'timings', 'compiled'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
    string,
  ];
  for (const leftover of [timings, compiled]) await rm(leftover, { recursive: true, force: true });
  await shim.reset();

  const run = await measure(
    {
      program: tool.program,
      args: tool.args,
      cwd: repository.checkout,
      env: {
        ...toolEnvironment(env, `${dirname(node)}:${shim.path}`),
        ...(tool.name === 'pintag' && { PINTAG_TIMINGS: timings }),
        ...(before.start === 'fresh' && { NODE_COMPILE_CACHE: compiled }),
      },
      stdout,
      stderr,
    },
    limit,
  );
  const { calls, contacts } = await shim.read();
  const counted = {
    ...before,
    gitProcesses: calls.length,
    contacts: contacts.filter((address) => [repository.remote, repository.url].includes(address.replace(/^'|'$/g, ''))).length,
  };
  if (run.exitCode === undefined) return { ...counted, runs: [...before.runs, run], trouble: `over ${limit} s` };
  if (run.exitCode !== 0) return { ...counted, trouble: `exit code ${run.exitCode}: ${complaint(await readFile(stderr, 'utf8'))}` };
  return {
    ...counted,
    runs: [...before.runs, run],
    releases: tool.releasesIn(await readFile(stdout, 'utf8')),
    timings: tool.name === 'pintag' ? [...before.timings, await readTimings(timings)] : [],
  };
}

/** Where Nx and its plugins are looked for; git ignores it. */
async function linkModules({ checkout }: GeneratedRepository, { modules }: Peers): Promise<void> {
  const link = join(checkout, 'node_modules');
  await rm(link, { recursive: false, force: true });
  if (!existsSync(link)) await symlink(modules, link);
}

const rotated = <T>(list: readonly T[], by: number): T[] => list.map((_, index) => list[(index + by) % list.length]!);

/** The line that says most: the one that names an error, else the last. */
const complaint = (text: string): string => {
  const lines = text.trim().split('\n');
  return lines.find((line) => /\berror\b|^PT_/i.test(line))?.trim() ?? lines.at(-1) ?? '';
};
