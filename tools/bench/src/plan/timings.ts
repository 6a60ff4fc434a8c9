/** Where the time of a plan goes: what `pintag` writes into the file that PINTAG_TIMINGS names, one line of JSON a phase. */
import { readFile } from 'node:fs/promises';
import * as v from 'valibot';

const timing = v.object({
  phase: v.string(),
  wallMs: v.number(),
  /** User and system, of this process and of those it started, as far as it knows. */
  cpuMs: v.number(),
});
export type Timing = v.InferOutput<typeof timing>;

/** Empty when nothing was written. A phase that comes twice is added up; in order of their first line. */
export async function readTimings(file: string): Promise<readonly Timing[]> {
  const text = await readFile(file, 'utf8').catch(() => '');
  const phases = new Map<string, Timing>();
  for (const line of text.split('\n').filter(Boolean)) {
    const { phase, wallMs, cpuMs } = v.parse(timing, JSON.parse(line));
    const before = phases.get(phase);
    phases.set(phase, { phase, wallMs: wallMs + (before?.wallMs ?? 0), cpuMs: cpuMs + (before?.cpuMs ?? 0) });
  }
  return [...phases.values()];
}
