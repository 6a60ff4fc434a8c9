/** Runs an executor the way Nx does, in a process of its own: what it prints is the test's to read, and a server can be ended. */
import { spawn, type ChildProcessByStdio } from 'node:child_process';
import type { Readable } from 'node:stream';

/** Of the library libs/greeting in the workspace `root`. The exit code is 0 when the executor says success, 1 when it does not. */
export function startExecutor(
  name: 'element' | 'serve' | 'test' | 'typecheck',
  options: object,
  { root }: { readonly root: string },
): ChildProcessByStdio<null, Readable, Readable> {
  const executor = new URL(`../executors/${name}/executor.ts`, import.meta.url).href;
  const project = { root: 'libs/greeting', sourceRoot: 'libs/greeting/src' };
  const context = { root, projectName: 'greeting', projectsConfigurations: { version: 2, projects: { greeting: project } } };
  const code = `import run from ${JSON.stringify(executor)};
process.exitCode = (await run(${JSON.stringify(options)}, ${JSON.stringify(context)})).success ? 0 : 1;`;
  return spawn(process.execPath, ['--input-type=module', '-e', code], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
}
