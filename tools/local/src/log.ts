/** How the local servers talk: events as data, in the shape that a release's log takes too. */

export interface LocalEvent {
  readonly level: 'info' | 'warn' | 'error';
  readonly step: 'local';
  /** One sentence. */
  readonly message: string;
}

export type Log = (event: LocalEvent) => void;
