/** `--log=json`: one JSON object a line on stderr, numbered, as docs/release-events.schema.json says. */
import { randomUUID } from 'node:crypto';
import type { EventBody, EventLine, FeatureMoved, FeatureResult, FeatureState, LogEvent, ReleaseEvent } from '@pintag/release';
import type { Reporter, ReporterOptions } from './reporter.ts';
import type { Io } from './io.ts';
import { presentForeign } from './present-results.ts';
import { exitCodeOf, failuresIn, printFailure } from './report-failure.ts';
import { tellingStopwatch } from './telling-stopwatch.ts';

const kinds = { info: 'message', warn: 'warning', error: 'error' } as const;

export function createEventStream(io: Pick<Io, 'now' | 'stderr' | 'stderrJson'>, { run, asked }: ReporterOptions): Reporter {
  const began = io.now();
  let seq = 0;
  let last = began;
  let isOver = false;

  const emit = (body: EventBody): void => {
    if (isOver) return;
    // A clock that is set back must not make a later line look earlier.
    last = Math.max(last, io.now());
    const line: EventLine = { schema: 1, run, seq: seq++, time: new Date(last).toISOString(), ...body };
    if (io.stderrJson) io.stderrJson(line);
    else io.stderr(`${JSON.stringify(line)}\n`);
  };
  const end = (exitCode: number, results: Readonly<Record<string, number>> = {}): void => {
    emit({
      event: 'run-ended',
      ok: exitCode === 0,
      exitCode,
      durationMs: Math.max(0, Math.round(io.now() - began)),
      results: { ...results },
    });
    isOver = true;
  };
  const tellError = (error: unknown): void => {
    for (const failure of failuresIn(error)) emit({ event: 'error', step: 'run', ...failure });
  };

  const moved = trackMoves(() => io.now());
  emit({ event: 'run-started', command: 'release', ...asked });
  return {
    log: ({ level, ...event }: LogEvent) => emit({ event: kinds[level], ...event }),
    watch: (event: ReleaseEvent) => emit(event.event === 'feature' ? moved(event) : plain(event)),
    stopwatch: tellingStopwatch({
      started: (phase) => emit({ event: 'phase-started', phase }),
      ended: (phase, durationMs, ok) => emit({ event: 'phase-ended', phase, durationMs, ok }),
    }),
    opened: (checkout) => emit({ event: 'checkout', ...checkout }),
    finished({ features, foreign }, exitCode) {
      const left = presentForeign(foreign, features).trim();
      if (left) emit({ event: 'message', step: 'reconcile', message: left });
      for (const { stack: _, ...result } of features) emit({ event: 'result', ...result });
      end(exitCode, countBy(features));
    },
    failed(error) {
      tellError(error);
      end(exitCodeOf(error));
      return exitCodeOf(error);
    },
    interrupted(exitCode) {
      const message = 'Interrupted. What was done so far is kept; running the same command again finishes it.';
      emit({ event: 'warning', step: 'run', message });
      end(exitCode);
    },
  };
}

/** A run that ended before it began. @returns the exit code. */
export function reportAsEvents(error: unknown, io: Io, json: boolean): number {
  createEventStream(io, { run: randomUUID(), asked: { dryRun: false } }).failed(error);
  if (json) printFailure(error, io);
  return exitCodeOf(error);
}

export function countBy(features: readonly FeatureResult[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of features) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

const steps: Readonly<Record<Exclude<FeatureState, 'failed'>, string>> = {
  building: 'build',
  staged: 'stage',
  tagged: 'tag',
  publishing: 'publish',
  recorded: 'publish',
  verifying: 'verify',
  listed: 'index',
  finished: 'receipt',
};

/** Adds to each move the step that it belongs to, and how long the state before lasted. */
function trackMoves(now: () => number): (event: FeatureMoved) => EventBody {
  const last = new Map<string, { readonly state: FeatureState; readonly step: string; readonly since: number }>();
  return (event) => {
    const { feature, version, state } = event;
    // Until it has a tag, a feature's version may be unknown.
    const before = last.get(`${feature} ${version}`) ?? last.get(`${feature} undefined`);
    const step = state === 'failed' ? (before?.step ?? 'plan') : steps[state];
    const isSame = before?.state === state;
    last.set(`${feature} ${version}`, isSame ? before : { state, step, since: now() });
    const durationMs = before && !isSame ? { durationMs: Math.max(0, Math.round(now() - before.since)) } : {};
    return { ...(plain(event) as Extract<EventBody, { event: 'feature' }>), step, ...durationMs };
  };
}

/** Lists that nobody may change, as ones that a line may hold. */
const plain = (event: ReleaseEvent): EventBody => structuredClone(event) as EventBody;
