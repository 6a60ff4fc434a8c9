/** How a run talks: events as data; the command line prints them as text or as JSON lines. */

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
}

export type Log = (event: LogEvent) => void;
