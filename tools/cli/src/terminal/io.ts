/** What a command may touch of the process it runs in. */
import type { Stopwatch } from '@pintag/release/planning';

export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Data goes to stdout, talk to stderr; both are masked before they get here. */
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Of this process, for whoever finds something locked by it. */
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether talk may be coloured: stderr is a terminal and NO_COLOR is not set. */
  readonly colour: boolean;
  /** For a command that ends in its own way when it is asked to (Ctrl-C, SIGTERM): from here on, that aborts the signal and no more. */
  readonly takeOverEnding: () => AbortSignal;
  /** Told where the time goes, when somebody asked. */
  readonly stopwatch?: Stopwatch;
}
