/** What a command may touch of the process it runs in. */
import type { Stopwatch } from '@pintag/release/planning';

/** Where a display can be drawn over itself. */
export interface Terminal {
  /** stderr; what is written to it is masked. */
  readonly stream: NodeJS.WriteStream;
}

/** What a command says when the process ends before it does. */
export interface LastWords {
  /** Ctrl-C, SIGTERM, or a closed terminal. */
  readonly interrupted: (exitCode: number) => void;
  /** A bug. @returns the exit code, when it has told it. */
  readonly crashed: (error: unknown) => number | undefined;
}

export interface Io {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Data goes to stdout, talk to stderr; both are masked before they get here. */
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** A line of JSON on stderr, the strings in it masked; a mask of the text could take a number for a secret. Absent: `stderr` is used. */
  readonly stderrJson?: (value: object) => void;
  /** Present when stderr is one. */
  readonly terminal?: Terminal;
  /** Of this process, for whoever finds something locked by it. */
  readonly pid: number;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Whether talk may be coloured: stderr is a terminal and NO_COLOR is not set. */
  readonly colour: boolean;
  /** For a command that ends in its own way when it is asked to (Ctrl-C, SIGTERM): from here on, that aborts the signal and no more. */
  readonly takeOverEnding: () => AbortSignal;
  /** From here on these are said instead of the usual ones. */
  readonly haveLastWords?: (words: LastWords) => void;
  /** Told where the time goes, when somebody asked. */
  readonly stopwatch?: Stopwatch;
}
