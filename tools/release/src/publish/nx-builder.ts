/** Builds features with the Nx of the checkout. */
import { existsSync } from 'node:fs';
import { glob, readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { kill } from 'node:process';
import { type BundleFile, type Feature, PintagError, findFeatures } from '@pintag/cdn';
import { elementDescriptionFile } from '@pintag/runtime/element-description';
import { runtimeNeedOf } from '@pintag/runtime/runtime-need';
import { execa } from 'execa';
import type { Log } from '../events/log.ts';
import type { BuildOutcome, Builder, RuntimeBundle } from './builder.ts';

export interface NxOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
  /** Minutes that a call of Nx may take: a build that hangs must not keep the others from their release for ever. Default 30. */
  readonly patience?: number;
  /** Everything is built anew. Default: what did not change comes from Nx's cache. */
  readonly skipCache?: boolean;
}

/**
 * Runs the build of each feature and reads `dist/libs/<feature>`, and once for all that share it `dist/runtime/<name>`. A failure carries the
 * end of Nx's output: PT_BUILD_FAILED.
 * @example await createNxBuilder({ env, log }).build(['calendar'], root) // [{ feature: 'calendar', files: [{ path: 'element.json', … }, …] }]
 */
export function createNxBuilder(options: NxOptions): Builder {
  return {
    async build(features, root) {
      // What lies there from before must not pass for what this run built; Nx restores it from its cache when nothing changed.
      const stuck = new Map<string, Error>();
      const clear = (feature: string) =>
        rm(outputOf(root, feature), { recursive: true, force: true }).catch((error: Error) => stuck.set(feature, error));
      await Promise.all(features.map(clear));

      const tasks = await tasksOf(features, root);
      // Of a library with several features `build` would build all of them, so those that have a target of their own go by themselves.
      const ran = new Map<Task, Ran>();
      for (const together of Map.groupBy(tasks, ({ target }) => target === 'build').values()) {
        if (together.length < 2) continue;
        const [targets, projects] = [new Set(together.map(({ target }) => target)), new Set(together.map(({ project }) => project))];
        const all = await runNx(['run-many', '-t', [...targets].join(), '-p', [...projects].join(), '--nxBail=false'], root, options);
        // When one of many failed, Nx is asked for each alone, so that its exit code tells which. The others come from its cache.
        if (!all.failed) for (const task of together) ran.set(task, all);
      }

      const readRuntime = runtimesOf(root);
      const outcomes: BuildOutcome[] = [];
      for (const task of tasks) {
        const { feature } = task;
        const failure = stuck.get(feature);
        const outcome = async () =>
          outcomeOf(feature, root, readRuntime, ran.get(task) ?? (await runNx(['run', `${task.project}:${task.target}`], root, options)));
        // What lies in dist and cannot be read or removed is one feature's, too.
        outcomes.push(failure ? { feature, failure } : await outcome().catch((error: Error) => ({ feature, failure: error })));
      }
      return outcomes;
    },
  };
}

interface Task {
  readonly feature: string;
  readonly project: string;
  readonly target: string;
}

/** The features that the files of a checkout have. @throws {PintagError} PT_FEATURE_NAME, PT_FEATURE_TWICE */
export async function featuresIn(root: string): Promise<readonly Feature[]> {
  const entries = await Array.fromAsync(glob('libs/*/src/*element.ts', { cwd: root }));
  return findFeatures(entries.map((file) => file.split(path.sep).join('/')));
}

/** A library is a project; with several entry files it has a target for each. */
async function tasksOf(features: readonly string[], root: string): Promise<Task[]> {
  const known = await featuresIn(root);
  return features.map((feature) => {
    const found = known.find(({ name }) => name === feature);
    const isAlone = known.filter((other) => other.root === found?.root).length <= 1;
    return { feature, project: found ? path.posix.basename(found.root) : feature, target: isAlone ? 'build' : `build-${feature}` };
  });
}

interface Ran {
  readonly failed: boolean;
  readonly output: string;
}

async function runNx(task: readonly string[], root: string, { env, log, patience = 30, skipCache = false }: NxOptions): Promise<Ran> {
  const started = performance.now();
  const nx = createRequire(path.join(root, 'package.json')).resolve('nx/bin/nx.js');
  const running = execa(nx, [...task, '--output-style=static', ...(skipCache ? ['--skip-nx-cache'] : [])], {
    cwd: root,
    node: true,
    env: { ...withoutOuterNx(env), NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', FORCE_COLOR: '0' },
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    reject: false,
    // A group of its own, so that what Nx started can be ended with it.
    detached: true,
  });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    endGroup(running.pid);
  }, patience * 60_000);
  const result = await running;
  clearTimeout(timer);
  const durationMs = Math.round(performance.now() - started);
  const ended = isLate ? 'took too long and was ended' : result.failed ? 'failed' : 'is done';
  log({ level: 'info', step: 'build', message: `nx ${task.join(' ')} ${ended}.`, durationMs });
  const late = isLate ? `\nIt was not done after ${patience} min, and was ended.` : '';
  return { failed: result.failed || isLate, output: `${result.all ?? ''}${late}` };
}

function endGroup(leader: number | undefined): void {
  if (leader === undefined) return;
  try {
    kill(-leader, 'SIGKILL');
  } catch {
    // It ended just now.
  }
}

async function outcomeOf(feature: string, root: string, readRuntime: ReadRuntime, { failed, output }: Ran): Promise<BuildOutcome> {
  const folder = outputOf(root, feature);
  if (failed || !existsSync(folder))
    return { feature, failure: new PintagError('PT_BUILD_FAILED', { feature, output: lastLines(output) }) };
  const files = await readFolder(folder);
  // What is no bundle at all, whoever checks it says.
  const need = files.some(({ path: file }) => file === elementDescriptionFile) ? runtimeNeedOf(feature, files) : undefined;
  const runtime = need && (await readRuntime(need.name));
  return { feature, files, ...(runtime && { runtime }) };
}

type ReadRuntime = (name: string) => Promise<RuntimeBundle | undefined>;

/** Each is read once, and in memory once, however many features share it. What lies there from before is as good: its name is its content. */
function runtimesOf(root: string): ReadRuntime {
  const read = new Map<string, Promise<RuntimeBundle | undefined>>();
  return (name) => {
    const folder = path.join(root, 'dist/runtime', name);
    const runtime =
      read.get(name) ?? (existsSync(folder) ? readFolder(folder).then((files) => ({ name, files })) : Promise.resolve(undefined));
    read.set(name, runtime);
    return runtime;
  };
}

const outputOf = (root: string, feature: string): string => path.join(root, 'dist/libs', feature);

async function readFolder(folder: string): Promise<BundleFile[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return Promise.all(
    files.map(async (file) => ({ path: path.relative(folder, file).split(path.sep).join('/'), body: await readFile(file) })),
  );
}

const lastLines = (output: string): string => output.trimEnd().split('\n').slice(-40).join('\n');

/** When Nx itself started this release, what it told that task would lead it to the wrong workspace. */
const withoutOuterNx = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(env).filter(([name]) => !/^NX_(WORKSPACE_ROOT|TASK_)/.test(name)));
