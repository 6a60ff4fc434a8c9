/** Writes where the time of a command goes into a file, for benchmarks: `PINTAG_TIMINGS=<file>`. */
import { appendFileSync } from 'node:fs';
import { cpuUsage } from 'node:process';
import type { Stopwatch } from '@pintag/release/planning';

/** A line of the file. */
export interface Timing {
  /** `start` is what came before the command: starting Node and loading the program. */
  readonly phase: string;
  readonly wallMs: number;
  /** Of this process; what git and Nx use in theirs is not in it. */
  readonly cpuMs: number;
}

/** @param clock milliseconds since the process began */
export function timeInto(file: string, clock: { now(): number }): Stopwatch {
  const write = (phase: string, since: { readonly wall: number; readonly cpu: number }) => {
    const timing: Timing = { phase, wallMs: Math.round(clock.now() - since.wall), cpuMs: Math.round(cpu() - since.cpu) };
    appendFileSync(file, `${JSON.stringify(timing)}\n`);
  };
  write('start', { wall: 0, cpu: 0 });
  return async (phase, act) => {
    const since = { wall: clock.now(), cpu: cpu() };
    try {
      return await act();
    } finally {
      write(phase, since);
    }
  };
}

/** Milliseconds. */
function cpu(): number {
  const { user, system } = cpuUsage();
  return (user + system) / 1000;
}
