/** A process that releases, warm from one row of the table to the next, until a row kills it. */
import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PartyCall } from './external-call.ts';
import type { Ended, Line, SmallRelease } from './small-release-lines.ts';

export interface Ran {
  /** Absent when the process died or never came to an end. */
  readonly ended?: Ended;
  /** It died by SIGKILL. */
  readonly died: boolean;
  /** Calls that are no requests. */
  readonly calls: readonly PartyCall[];
  /** The end of what it wrote to its standard error. */
  readonly stderr: string;
}

export interface Runner {
  run(job: SmallRelease): Promise<Ran>;
  /** `kill -9`, now. */
  kill(): void;
  readonly isAlive: boolean;
}

const program = fileURLToPath(new URL('small-release.ts', import.meta.url));

/** Milliseconds after which a release counts as hung: many times what any row takes. */
const patience = 180_000;

export function startRunner(env: NodeJS.ProcessEnv): Runner {
  const child: ChildProcess = fork(program, [], { env, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
  let stderr = '';
  child.stderr!.on('data', (chunk: Buffer) => (stderr = (stderr + chunk.toString()).slice(-4_000)));
  let isAlive = true;
  child.on('exit', () => (isAlive = false));
  return {
    get isAlive() {
      return isAlive;
    },
    kill: () => void child.kill('SIGKILL'),
    run: (job) =>
      new Promise((resolve, reject) => {
        const calls: PartyCall[] = [];
        const settle = (ran: Pick<Ran, 'ended' | 'died'>) => {
          clearTimeout(hung);
          child.off('message', onMessage).off('exit', onExit).off('error', reject);
          resolve({ ...ran, calls, stderr });
        };
        const onMessage = (line: Line) => {
          if ('call' in line) calls.push(line.call);
          else settle({ ended: line.ended, died: false });
        };
        const onExit = (_: number | null, signal: NodeJS.Signals | null) => settle({ died: signal === 'SIGKILL' });
        const hung = setTimeout(() => {
          child.off('exit', onExit);
          child.kill('SIGKILL');
          settle({ died: false });
        }, patience);
        child.on('message', onMessage).on('exit', onExit).on('error', reject);
        child.send(job);
      }),
  };
}

export interface Runners {
  /** One runner for as long as `use` takes. */
  with<T>(use: (runner: RunnerSlot) => Promise<T>): Promise<T>;
  close(): void;
}

/** Starts another process when the last one was killed. */
export type RunnerSlot = () => Runner;

export function createRunners(env: NodeJS.ProcessEnv): Runners {
  const free: Runner[] = [];
  const all = new Set<Runner>();
  const start = () => {
    const runner = startRunner(env);
    all.add(runner);
    return runner;
  };
  return {
    async with(use) {
      let current: Runner | undefined;
      try {
        return await use(() => {
          if (!current?.isAlive) {
            if (current) all.delete(current);
            current = free.pop() ?? start();
          }
          return current;
        });
      } finally {
        if (current?.isAlive) free.push(current);
        else if (current) all.delete(current);
      }
    },
    close() {
      for (const runner of all) runner.kill();
    },
  };
}
