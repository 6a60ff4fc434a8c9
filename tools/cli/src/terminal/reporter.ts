/** Tells on stderr how a release goes: as JSON lines, as a display that is drawn over itself on a terminal, or as plain lines. */
import type { Log, ReleaseResult, Stopwatch, Watch } from '@pintag/release';
import type { Io } from './io.ts';

export interface Reporter {
  readonly log: Log;
  readonly watch: Watch;
  readonly stopwatch: Stopwatch;
  /** The checkout is read, and what is released to is known. */
  opened(checkout: { readonly commit: string; readonly branch: string; readonly target: string }): void;
  /** Nothing is told after it. */
  finished(result: ReleaseResult, exitCode: number): void;
  /** @returns the exit code when it has told why the run ended; nothing when that is for somebody else to tell. */
  failed(error: unknown): number | undefined;
  /** Somebody pressed Ctrl-C, or the process is to end. */
  interrupted(exitCode: number): void;
}

export interface ReporterOptions {
  /** Name of the run. */
  readonly run: string;
  /** What somebody asked for. */
  readonly asked: {
    readonly dryRun: boolean;
    readonly staged?: boolean;
    readonly only?: string[];
    readonly except?: string[];
    readonly plan?: string;
  };
}

export async function createReporter(io: Io, format: 'text' | 'json', options: ReporterOptions): Promise<Reporter> {
  if (format === 'json') return (await import('./event-stream.ts')).createEventStream(io, options);
  if (io.terminal) return (await import('./live-display.ts')).createLiveDisplay(io, io.terminal);
  return (await import('./plain-lines.ts')).createPlainLines(io);
}
