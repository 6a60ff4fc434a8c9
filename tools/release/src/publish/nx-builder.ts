/** Builds features with the Nx of the checkout. */
import { existsSync } from 'node:fs';
import { readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type BundleFile, PintagError } from '@pintag/cdn';
import { execa } from 'execa';
import type { Log } from '../log.ts';
import type { BuildOutcome, Builder } from './builder.ts';

interface NxOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly log: Log;
}

/** Runs `build` of each feature's project and reads `dist/libs/<feature>`. A failure carries the end of Nx's output: PT_BUILD_FAILED. */
export function createNxBuilder(options: NxOptions): Builder {
  return {
    async build(features, root) {
      // What lies there from before must not pass for what this run built; Nx restores it from its cache when nothing changed.
      await Promise.all(features.map((feature) => rm(outputOf(root, feature), { recursive: true, force: true })));

      const all = await runNx(features, root, options);
      if (!all.failed || features.length === 1) return Promise.all(features.map((feature) => outcomeOf(feature, root, all)));

      // One of them failed: ask Nx for each alone, so that its exit code tells which. The others come from its cache.
      const outcomes: BuildOutcome[] = [];
      for (const feature of features) outcomes.push(await outcomeOf(feature, root, await runNx([feature], root, options)));
      return outcomes;
    },
  };
}

interface Ran {
  readonly failed: boolean;
  readonly output: string;
}

async function runNx(features: readonly string[], root: string, { env, log }: NxOptions): Promise<Ran> {
  const started = performance.now();
  const nx = createRequire(path.join(root, 'package.json')).resolve('nx/bin/nx.js');
  const result = await execa(nx, ['run-many', '-t', 'build', '-p', features.join(','), '--nxBail=false', '--output-style=static'], {
    cwd: root,
    node: true,
    env: { ...env, NX_DAEMON: 'false', NX_TUI: 'false', NX_NO_CLOUD: 'true', FORCE_COLOR: '0' },
    extendEnv: false,
    stdin: 'ignore',
    all: true,
    reject: false,
  });
  const durationMs = Math.round(performance.now() - started);
  log({ level: 'info', step: 'build', message: `${result.failed ? 'Could not build' : 'Built'} ${features.join(', ')}.`, durationMs });
  return { failed: result.failed, output: result.all ?? '' };
}

async function outcomeOf(feature: string, root: string, { failed, output }: Ran): Promise<BuildOutcome> {
  const folder = outputOf(root, feature);
  if (failed || !existsSync(folder))
    return { feature, failure: new PintagError('PT_BUILD_FAILED', { feature, output: lastLines(output) }) };
  return { feature, files: await readFolder(folder) };
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
