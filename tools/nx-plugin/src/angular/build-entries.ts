/** One production build by `@angular/build:application`, of one entry file or of several that share chunks, into memory. */
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { buildApplication, type ApplicationBuilderOptions } from '@angular/build';
import { createBuilder } from '@angular-devkit/architect';
import type { json } from '@angular-devkit/core';
import type { BundleFile } from '@pintag/cdn';
import type { Metafile } from 'esbuild';
import { startBuilder, type AngularProject, type BuilderLog } from './run-builder.ts';
import { generatedFolder, writeTsConfig } from './tsconfig.ts';

export interface BuildEntriesOptions {
  readonly project: AngularProject;
  /** Unique among all that may run at once. */
  readonly name: string;
  /** Relative to the workspace root, by the name of the chunk that each becomes. */
  readonly entries: Readonly<Record<string, string>>;
  /** Packages that stay imports. */
  readonly external: readonly string[];
  readonly log: BuilderLog;
}

export interface BuiltEntries {
  /** Chunks, source maps, licences, media; sorted by path. */
  readonly files: readonly BundleFile[];
  readonly metafile: Metafile;
}

/** @returns `undefined` when the build failed; `log` then said why. */
export async function buildEntries({ project, name, entries, external, log }: BuildEntriesOptions): Promise<BuiltEntries | undefined> {
  const { workspaceRoot } = project;
  const entryPoints = new Map(Object.entries(entries).map(([chunk, file]) => [chunk, join(workspaceRoot, file)]));
  const tsConfig = await writeTsConfig({ workspaceRoot, name: `${name}/build`, files: Object.values(entries) });
  // Beside the workspace's own generated files, so that the same build at the same time cannot mix its files in.
  const output = await mkdtemp(join(workspaceRoot, generatedFolder, name, 'out-'));
  try {
    const run = await startBuilder({
      project,
      builder: 'application',
      implementation: createBuilder((options: json.JsonObject, context) =>
        // `entryPoints` names the entry chunks; the builder's schema knows only `browser`, whose chunk is always "main".
        buildApplication({ ...options, entryPoints } as unknown as ApplicationBuilderOptions, context),
      ),
      options: {
        ...productionOptions,
        tsConfig,
        externalDependencies: [...external],
        outputPath: { base: output, browser: '', media: '' },
      },
      log,
    });
    const { success } = await run.result;
    await run.stop();
    return success ? await readOutput(output) : undefined;
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

const productionOptions = {
  index: false,
  polyfills: [],
  optimization: { scripts: true, styles: { minify: true, inlineCritical: false }, fonts: false },
  outputHashing: 'all',
  sourceMap: { scripts: true, styles: false, vendor: false, hidden: false, sourcesContent: true },
  extractLicenses: true,
  namedChunks: false,
  // A checkout whose node_modules is a link to another's builds the same bytes.
  preserveSymlinks: true,
  statsJson: true,
  progress: false,
} satisfies json.JsonObject;

const reports = ['stats.json', 'prerendered-routes.json'];

async function readOutput(folder: string): Promise<BuiltEntries> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  const files = await Promise.all(
    paths
      .filter((path) => !reports.includes(path))
      .sort()
      .map(async (path) => ({ path: path.replaceAll('\\', '/'), body: await readFile(join(folder, path)) })),
  );
  return { files, metafile: JSON.parse(await readFile(join(folder, 'stats.json'), 'utf8')) as Metafile };
}
