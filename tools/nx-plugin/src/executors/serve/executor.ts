/** `nx serve <library>`: a page with one feature's element, rebuilt and reloaded as its files change. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { ExecutorContext } from '@nx/devkit';
import { PintagError } from '@pintag/cdn/errors';
import { first, lastValueFrom } from 'rxjs';
import { startBuilder } from '../../angular/run-builder.ts';
import { writeTsConfig } from '../../angular/tsconfig.ts';
import { pickFeature } from '../../projects/pick-feature.ts';
import { projectOf } from '../project-of.ts';
import { builderLog, printLine, reported } from '../report.ts';
import { writePage } from './write-page.ts';

export interface ServeExecutorOptions {
  readonly library: string;
  readonly feature?: string;
  readonly port: number;
  readonly host: string;
  readonly open: boolean;
  readonly mocks: boolean;
}

/** Resolves when the server has ended, which without a mistake is when the process is told to. */
export default function serve(options: ServeExecutorOptions, context: ExecutorContext): Promise<{ success: boolean }> {
  return reported(async () => {
    const project = projectOf(context);
    const { workspaceRoot } = project;
    const feature = await pickFeature(workspaceRoot, options.library, options.feature);
    await checkPort(options);
    const page = await writePage(workspaceRoot, feature, options);
    const tsConfig = await writeTsConfig({ workspaceRoot, name: `${feature.name}/serve`, files: [page.script] });

    const run = await startBuilder({
      project,
      builder: 'dev-server',
      options: {
        buildTarget: `${project.name}:build`,
        port: options.port,
        host: options.host,
        open: options.open,
        prebundle: false,
        hmr: false,
      },
      buildOptions: {
        browser: page.script,
        index: { input: page.html, output: 'index.html' },
        tsConfig,
        polyfills: [],
        preserveSymlinks: true,
        // The worker that belongs to the installed msw: never copied into the repository, never part of a production build.
        assets: page.mocked ? [{ glob: 'mockServiceWorker.js', input: 'node_modules/msw/lib', output: '/' }] : [],
        optimization: false,
        sourceMap: true,
        extractLicenses: false,
        progress: false,
      },
      log: builderLog('warn'),
    });
    const backend = page.mocked ? 'its backend mocked' : "requests go to the page's own origin";
    const greeting = run.output.pipe(first(({ success }) => success)).subscribe(({ baseUrl }) => {
      printLine(`<${feature.element}> at ${String(baseUrl)}, ${backend}. Ctrl+C ends it.`);
    });
    const last = await lastValueFrom(run.output);
    greeting.unsubscribe();
    await run.stop();
    return last.success;
  });
}

/** The builder would ask on a terminal, and say less. @throws {PintagError} PT_PORT_IN_USE */
async function checkPort({ port, host }: Pick<ServeExecutorOptions, 'port' | 'host'>): Promise<void> {
  const probe = createServer().listen(port, host);
  try {
    await once(probe, 'listening');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw new PintagError('PT_PORT_IN_USE', { port }, { cause: error });
  } finally {
    probe.close();
  }
}
