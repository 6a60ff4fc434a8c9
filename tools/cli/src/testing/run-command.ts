/** Runs a command of the program in this process, and hands back what it printed. */
import { runProgram } from '../program.ts';

export interface CommandRun {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

export async function runCommand(
  argv: readonly string[],
  {
    cwd,
    env = {},
    ending = new AbortController().signal,
  }: { readonly cwd: string; readonly env?: Readonly<Record<string, string | undefined>>; readonly ending?: AbortSignal },
): Promise<CommandRun> {
  let stdout = '';
  let stderr = '';
  const exitCode = await runProgram(argv, {
    cwd,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], GIT_CONFIG_GLOBAL: '/dev/null', ...env },
    stdout: (text) => void (stdout += text),
    stderr: (text) => void (stderr += text),
    pid: process.pid,
    now: Date.now,
    colour: false,
    takeOverEnding: () => ending,
  });
  return { exitCode, stdout, stderr };
}
