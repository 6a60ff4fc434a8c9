/** `nx build <library>`: one feature to dist/libs/<feature>. */
import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { loadConfig } from '@pintag/release/config';
import { readRuntime } from '@pintag/runtime/build';
import { checkFeatureSize } from '@pintag/runtime/size';
import { builderLog, printLine, reported } from '../report.ts';
import { buildFeature, readFiles, writeFiles } from './build-feature.ts';

export interface ElementExecutorOptions {
  readonly library: string;
  readonly feature?: string;
  readonly selfContained?: boolean;
}

export default function element(
  { selfContained = false, ...options }: ElementExecutorOptions,
  { root }: Pick<ExecutorContext, 'root'>,
): Promise<{ success: boolean }> {
  return reported(async () => {
    const { sizeBudget } = await loadConfig({ root, env: process.env });
    const shared = selfContained ? {} : { runtime: await readRuntime(root) };
    const built = await buildFeature({ ...options, ...shared, workspaceRoot: root, log: builderLog('warn') });
    if (!built) return false;
    const { feature, entry, static: closure, runtime } = built.description;
    const folder = `dist/libs/${feature}`;
    const before = await readFiles(join(root, folder));
    await writeFiles(join(root, folder), built.files);
    // Only now: what is too large can be looked at, with `pintag size`.
    const bytes = checkFeatureSize(feature, built.files, sizeBudget, before);
    const on = runtime ? `on ${runtime.name} (${runtime.static.join(', ')})` : 'self-contained';
    printLine(`${feature}: ${entry} and ${closure.length - 1} static files, ${bytes} bytes brotli, ${on}, in ${folder}`);
    return true;
  });
}
