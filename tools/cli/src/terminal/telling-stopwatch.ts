/** A stopwatch that tells when a phase begins and ends. */
import type { Stopwatch } from '@pintag/release/planning';

export interface PhaseListener {
  readonly started: (phase: string) => void;
  /** @param durationMs milliseconds @param ok `false`: it threw. */
  readonly ended: (phase: string, durationMs: number, ok: boolean) => void;
}

export const tellingStopwatch =
  ({ started, ended }: PhaseListener): Stopwatch =>
  async (phase, act) => {
    const since = performance.now();
    started(phase);
    let ok = false;
    try {
      const result = await act();
      ok = true;
      return result;
    } finally {
      ended(phase, Math.round(performance.now() - since), ok);
    }
  };

/** Both see every phase. */
export const together =
  (outer: Stopwatch | undefined, inner: Stopwatch): Stopwatch =>
  (phase, act) =>
    outer ? outer(phase, () => inner(phase, act)) : inner(phase, act);
