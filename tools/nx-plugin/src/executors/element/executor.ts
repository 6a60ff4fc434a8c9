/** `nx build <library>`: one feature to dist/libs/<feature>. */
import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { builderLog, printLine, reported } from '../report.ts';
import { buildFeature, writeFiles } from './build-feature.ts';

export interface ElementExecutorOptions {
  readonly library: string;
  readonly feature?: string;
  readonly budget: number;
}

export default function element(options: ElementExecutorOptions, { root }: Pick<ExecutorContext, 'root'>): Promise<{ success: boolean }> {
  return reported(async () => {
    const built = await buildFeature({ ...options, workspaceRoot: root, log: builderLog('warn') });
    if (!built) return false;
    const folder = `dist/libs/${built.description.feature}`;
    await writeFiles(join(root, folder), built.files);
    printLine(
      `${built.description.feature}: ${built.description.entry} and ${built.description.static.length - 1} static files, ${built.bytes} bytes brotli, in ${folder}`,
    );
    return true;
  });
}
