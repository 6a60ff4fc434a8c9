/** `nx build runtime`: what features share, to dist/runtime/<name>. */
import type { ExecutorContext } from '@nx/devkit';
import { loadConfig } from '@pintag/release/config';
import { buildRuntime, readLayers, requireSurface, runtimeFolder, writeRuntime } from '@pintag/runtime/build';
import { checkRuntimeSize } from '@pintag/runtime/size';
import { builderLog, printLine, reported } from '../report.ts';
import { compileLibraries } from './compile-libraries.ts';

export default function runtime(_options: unknown, { root }: Pick<ExecutorContext, 'root'>): Promise<{ success: boolean }> {
  return reported(async () => {
    const { sizeBudget } = await loadConfig({ root, env: process.env });
    const { names } = await requireSurface(root);
    const layers = await readLayers(root);
    const libraries = await compileLibraries({ workspaceRoot: root, layers, log: builderLog('warn') });
    if (!libraries) return false;
    const built = await buildRuntime({ names, layers, libraries, root });
    await writeRuntime(root, built);
    const bytes = checkRuntimeSize(built.files, sizeBudget);
    const files = built.files.map(({ path, body }) => `${path} ${body.byteLength}`);
    printLine(`${built.name}: ${files.join(', ')} bytes (scripts: ${bytes} brotli), in ${runtimeFolder}/${built.name}`);
    return true;
  });
}
