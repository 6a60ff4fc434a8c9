/** A process that ends, with everything it has started, when it is no longer needed. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

export interface RunningProcess extends AsyncDisposable {
  readonly stdout: Readable;
  /** With what it said on standard error, once it has ended by itself or was ended. */
  readonly ended: Promise<readonly [string]>;
}

export function startProcess(command: string, args: readonly string[], env: NodeJS.ProcessEnv): RunningProcess {
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors = (errors + text).slice(-2000)));
  child.stdout.resume();
  const ended = once(child, 'close').then(() => [errors] as const);
  return {
    stdout: child.stdout,
    ended,
    async [Symbol.asyncDispose]() {
      endGroup(child.pid);
      await ended;
    },
  };
}

function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch (error) {
    // All of it ended by itself in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
