/** Runs a command and says what it took: time, CPU and memory of it and of everything it started. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { watchProcesses } from './process-tree.ts';

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Files that take what it prints. */
  readonly stdout: string;
  readonly stderr: string;
}

export interface Measured {
  readonly wallSeconds: number;
  /** User and system, of the whole tree of processes. */
  readonly cpuSeconds: number;
  /** Of the process that held the most. */
  readonly peakMiB: number;
  /** `undefined`: it was stopped because it took longer than the limit, and all figures are of the time until then. */
  readonly exitCode: number | undefined;
}

/** Milliseconds between two looks at the processes: often at first, so that a short command is seen at all. */
const pace = { first: 5, later: 40, changeAfter: 500 };
/** Milliseconds that processes which outlive the command may go on. */
const patience = 5_000;

/** The shell waits for the command and says how long it and its descendants ran; POSIX has no other way without a further program. */
const waiting = '"$@" 3>&-; code=$?; times >&3; exit $code';

/** @param limit seconds */
export async function measure(command: Command, limit: number): Promise<Measured> {
  const [stdout, stderr] = [openSync(command.stdout, 'w'), openSync(command.stderr, 'w')];
  const begun = performance.now();
  const shell = spawn('sh', ['-c', waiting, 'sh', command.program, ...command.args], {
    cwd: command.cwd,
    env: command.env,
    stdio: ['ignore', stdout, stderr, 'pipe'],
  });
  for (const file of [stdout, stderr]) closeSync(file);
  const exit = once(shell, 'exit') as Promise<[code: number | null]>;
  const times = textOf(shell.stdio[3] as NodeJS.ReadableStream);
  const tree = watchProcesses(shell.pid!);

  let ended: { readonly code: number | null; readonly at: number } | undefined;
  void exit.then(([code]) => (ended = { code, at: performance.now() }));
  let overdue = false;
  while (!ended) {
    tree.look();
    if (!overdue && performance.now() - begun > limit * 1_000) {
      overdue = true;
      // All but the shell, which has to say what they took.
      for (const process of tree.alive().slice(1)) kill(process);
    }
    const wait = performance.now() - begun < pace.changeAfter ? pace.first : pace.later;
    await Promise.race([exit, delay(wait)]);
  }
  while (tree.alive().length > 1 && performance.now() - ended.at < patience) {
    tree.look();
    await delay(pace.first);
  }
  return {
    wallSeconds: (ended.at - begun) / 1_000,
    cpuSeconds: parseTimes(await times) + tree.orphanSeconds(),
    peakMiB: tree.peakMiB(),
    exitCode: overdue ? undefined : (ended.code ?? 1),
  };
}

/** The second line that `times` prints is about the descendants, `0m3.620000s 0m0.920000s`: user and system. */
export function parseTimes(text: string): number {
  const [, descendants = ''] = text.trim().split('\n');
  const amounts = [...descendants.matchAll(/(?<minutes>\d+)m(?<seconds>[\d.]+)s/g)];
  if (amounts.length !== 2) throw new Error(`The shell's \`times\` says ${JSON.stringify(text)}.`);
  return amounts.reduce((sum, { groups }) => sum + Number(groups!['minutes']) * 60 + Number(groups!['seconds']), 0);
}

async function textOf(stream: NodeJS.ReadableStream): Promise<string> {
  let text = '';
  for await (const piece of stream) text += String(piece);
  return text;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}
