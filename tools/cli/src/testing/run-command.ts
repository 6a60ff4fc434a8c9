/** Runs a command of the program in this process, and hands back what it printed. */
import { runProgram } from '../program.ts';
import type { Io } from '../terminal/io.ts';

export interface CommandRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

interface Surroundings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly ending?: AbortSignal;
}

export async function runCommand(argv: readonly string[], surroundings: Surroundings): Promise<CommandRun> {
  const { io, printed } = ioIn(surroundings);
  const exitCode = await runProgram(argv, io);
  return { exitCode, ...printed };
}

/** What a command gets, and what it prints. */
export function ioIn({ cwd, env = {}, ending = new AbortController().signal }: Surroundings): {
  readonly io: Io;
  readonly printed: { readonly stdout: string; readonly stderr: string };
} {
  const printed = { stdout: '', stderr: '' };
  const io = {
    cwd,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], GIT_CONFIG_GLOBAL: '/dev/null', ...env },
    stdout: (text: string) => void (printed.stdout += text),
    stderr: (text: string) => void (printed.stderr += text),
    pid: process.pid,
    now: Date.now,
    colour: false,
    takeOverEnding: () => ending,
  };
  return { io, printed };
}
