/** `nx test <library>`: the library's specs through `@angular/build:unit-test`, results also as JSON in dist/test-results. */
import { glob, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';
import { startBuilder } from '../../angular/run-builder.ts';
import { writeTsConfig } from '../../angular/tsconfig.ts';
import { projectOf } from '../project-of.ts';
import { builderLog, printLine, reported } from '../report.ts';

export interface TestExecutorOptions {
  readonly include?: readonly string[];
  readonly filter?: string;
  readonly watch: boolean;
}

export default function test(options: TestExecutorOptions, context: ExecutorContext): Promise<{ success: boolean }> {
  return reported(async () => {
    const project = projectOf(context);
    const { workspaceRoot, name, sourceRoot } = project;
    const report = `dist/test-results/${name}.json`;
    await mkdir(join(workspaceRoot, 'dist/test-results'), { recursive: true });
    // A run that does not get as far as reporting must not leave an earlier run's figures.
    await rm(join(workspaceRoot, report), { force: true });
    const specs = await Array.fromAsync(glob('**/*.spec.ts', { cwd: join(workspaceRoot, sourceRoot) }));
    if (!specs.length) {
      await writeFile(
        join(workspaceRoot, report),
        `${JSON.stringify({ numTotalTests: 0, numPassedTests: 0, numFailedTests: 0, success: true, testResults: [] })}\n`,
      );
      printLine(`${name} has no spec yet.`);
      return true;
    }

    const tsConfig = await writeTsConfig({ workspaceRoot, name: `${name}/test`, include: [`${sourceRoot}/**/*.ts`], types: ['node'] });
    const run = await startBuilder({
      project,
      builder: 'unit-test',
      options: {
        buildTarget: `${name}:build`,
        tsConfig,
        watch: options.watch,
        reporters: ['default', ['json', { outputFile: join(workspaceRoot, report) }]],
        ...(options.include ? { include: [...options.include] } : {}),
        ...(options.filter ? { filter: options.filter } : {}),
      },
      buildOptions: {
        browser: `${sourceRoot}/${specs[0]!}`,
        tsConfig,
        index: false,
        polyfills: [],
        optimization: false,
        sourceMap: true,
        extractLicenses: false,
        progress: false,
      },
      log: builderLog('info'),
    });
    const { success } = await run.lastOutput;
    await run.stop();
    return success;
  });
}
