/** How a run talks: events as data; the command line prints them as text or as JSON lines. */
import { PintagError } from '@pintag/cdn/errors';

export interface LogEvent {
  readonly level: 'info' | 'warn' | 'error';
  /** `plan`, `build`, `stage`, `tag`, `publish`, `verify`, `index`, `invalidate`, `announce`, `receipt`, `reconcile`. */
  readonly step: string;
  readonly feature?: string;
  readonly version?: string;
  /** One sentence: what happened, to what, where it is. */
  readonly message: string;
  /** Milliseconds. */
  readonly durationMs?: number;
  readonly bytes?: number;
  /** Of a `PintagError`. */
  readonly code?: string;
  readonly remedy?: string;
  readonly page?: string;
}

export type Log = (event: LogEvent) => void;

/**
 * What went wrong for a feature.
 * @param so what follows from it, before the reason: `calendar 1.0.0 is not finished`.
 */
export function failureEvent(about: Pick<LogEvent, 'step' | 'feature' | 'version'>, failure: unknown, so?: string): LogEvent {
  const why = failure instanceof Error ? failure.message : String(failure);
  return {
    level: 'error',
    ...about,
    message: so === undefined ? why : `${so}: ${why}`,
    ...(failure instanceof PintagError && { code: failure.code, remedy: failure.remedy, page: failure.page }),
  };
}
