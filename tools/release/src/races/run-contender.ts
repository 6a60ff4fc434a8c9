/** The other end of a contender: starts the process, waits for what it says, lets it go on, or ends it. */
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import type { ExternalCall } from '../faults/watch-calls.ts';
import type { Contender, Ending, Line } from './contender.ts';

export interface Runner {
  readonly run: string;
  readonly does: Contender['does'];
  /** Resolves once it waits before a call; with `undefined` once it has ended. */
  held(): Promise<ExternalCall | undefined>;
  /** Lets it make the call it waits before. */
  go(): void;
  /** SIGKILL; resolves when it is gone. */
  kill(): Promise<void>;
  /** From here on it is held no more. */
  finish(): Promise<Ran>;
}

export interface Ran {
  readonly run: string;
  readonly does: Contender['does'];
  readonly checkout: string;
  readonly exitCode: number | undefined;
  /** By `kill`. */
  readonly killed: boolean;
  /** Absent when it was killed. */
  readonly end?: Ending;
  /** What it complained of, when it did not end by itself. */
  readonly trouble?: string;
  /** External calls that returned. */
  readonly calls: readonly ExternalCall[];
}

const entry = fileURLToPath(new URL('contender.ts', import.meta.url));

/** Milliseconds; a release takes some seconds, and waits for others. */
const patience = 180_000;

export function startContender(contender: Contender, env: NodeJS.ProcessEnv): Runner {
  const { run, does, checkout } = contender;
  const child = execa(entry, [JSON.stringify(contender)], {
    node: true,
    env,
    extendEnv: false,
    reject: false,
    stdin: 'pipe',
    timeout: patience,
    buffer: { stdout: false },
  });
  const calls: ExternalCall[] = [];
  const waitsBefore: ExternalCall[] = [];
  let end: Ending | undefined;
  let isOver = false;
  let isFree = false;
  let killed = false;
  let wake = () => {};

  const go = () => void child.stdin.write('go\n');
  const reading = (async () => {
    for await (const text of child.iterable({ from: 'stdout' })) {
      const line = JSON.parse(String(text)) as Line;
      if ('call' in line) calls.push(line.call);
      else if ('end' in line) end = line.end;
      else if (isFree) go();
      else waitsBefore.push(line.held);
      wake();
    }
  })();
  const over = (async (): Promise<Ran> => {
    await reading.catch(() => {});
    const { exitCode, stderr, timedOut } = await child;
    isOver = true;
    wake();
    const trouble = timedOut ? `it did not end within ${patience / 1000} s; its last call was ${calls.at(-1)?.name ?? 'none'}` : stderr;
    return { run, does, checkout, exitCode, killed, calls, ...(end && { end }), ...(!end && !killed && { trouble }) };
  })();

  return {
    run,
    does,
    async held() {
      while (waitsBefore.length === 0 && !isOver) await new Promise<void>((resolve) => (wake = resolve));
      return waitsBefore[0];
    },
    go() {
      waitsBefore.shift();
      go();
    },
    async kill() {
      killed = true;
      child.kill('SIGKILL');
      await over;
    },
    finish() {
      isFree = true;
      for (const _ of waitsBefore.splice(0)) go();
      return over;
    },
  };
}
