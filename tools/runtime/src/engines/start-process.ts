/** A process that ends when it is no longer needed, and with the test runner's group when that is ended from outside. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

export interface RunningProcess extends AsyncDisposable {
  readonly stdout: Readable;
  /** With what it said on standard error, once it has ended by itself or was ended. */
  readonly ended: Promise<readonly [string]>;
}

export function startProcess(command: string, args: readonly string[], env: NodeJS.ProcessEnv): RunningProcess {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-2000)));
  child.stdout.resume();
  const ended = once(child, 'exit').then(() => [errors] as const);
  return {
    stdout: child.stdout,
    ended,
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
