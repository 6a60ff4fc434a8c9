/** Runs one step as a process of its own, its output kept for the case that it fails. */
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { glob, mkdir, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Count, countReports } from './count-reports.ts';
import type { Step } from './steps.ts';

export interface StepResult {
  readonly count: Count;
  readonly exitCode: number;
  readonly durationMs: number;
  /** File with everything it printed. */
  readonly output: string;
}

export async function runStep(
  step: Step,
  { root, env, now }: { readonly root: string; readonly env: NodeJS.ProcessEnv; readonly now: () => number },
): Promise<StepResult> {
  const output = join(root, 'dist', 'check', `${step.name.replaceAll(' ', '-')}.log`);
  await mkdir(dirname(output), { recursive: true });
  // A report of an earlier run must not be counted for this one.
  for (const report of await reportsOf(step, root)) await rm(report);

  const started = now();
  const exitCode = await run(step, root, env, output);
  const durationMs = now() - started;
  if (step.counts.by === 'exit-code')
    return { count: { passed: exitCode === 0 ? 1 : 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 }, exitCode, durationMs, output };

  const reports = await Promise.all((await reportsOf(step, root)).map((path) => readFile(path, 'utf8')));
  return { count: countReports(reports, exitCode), exitCode, durationMs, output };
}

async function reportsOf({ counts }: Step, root: string): Promise<string[]> {
  if (counts.by === 'exit-code') return [];
  const found: string[] = [];
  for (const pattern of counts.reports) for await (const path of glob(pattern, { cwd: root })) found.push(join(root, path));
  return found;
}

function run({ command: [command, ...args], minutes }: Step, root: string, env: NodeJS.ProcessEnv, output: string): Promise<number> {
  return new Promise((ended) => {
    const log = createWriteStream(output);
    const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], detached: process.platform !== 'win32' });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    const late = setTimeout(() => {
      log.write(`\nEnded after ${minutes} minutes.\n`);
      endGroup(child.pid);
    }, minutes * 60_000);
    const finish = (code: number): void => {
      clearTimeout(late);
      log.end(() => ended(code));
    };
    child.on('error', (error) => {
      log.write(`${command} did not start: ${error.message}\n`);
      finish(127);
    });
    child.on('close', (code, signal) => finish(code ?? (signal ? 137 : 1)));
  });
}

/** The step and what it started: a browser or a server left behind would hold the next step's ports and memory. */
function endGroup(pid: number | undefined): void {
  if (pid === undefined) return;
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch (error) {
    // It ended by itself in the meantime.
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
