/** What Ctrl-C, SIGTERM and a closed terminal do to a command. */

const exitCodes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;

export type EndingSignal = keyof typeof exitCodes;

export interface EndingOptions {
  readonly on: (signal: EndingSignal, listener: (signal: EndingSignal) => void) => unknown;
  /** Ends the process and its children. */
  readonly exit: (code: number) => unknown;
  readonly say: (text: string, exitCode: number) => unknown;
  /** Milliseconds, of any clock. */
  readonly now: () => number;
}

export interface Ending {
  /** From here on the first signal does no more than abort what this answers, and the command ends itself. */
  readonly takeOver: () => AbortSignal;
}

/** npm and tools/setup pass on the Ctrl-C that the terminal has sent to every process already. */
const onePress = 500;

/**
 * The first signal ends the process, unless the command took over; the second ends it in any case.
 * @example const { takeOver } = createEnding({ on: (signal, listener) => process.on(signal, listener), exit: process.exit, say, now: Date.now });
 */
export function createEnding({ on, exit, say, now }: EndingOptions): Ending {
  const controller = new AbortController();
  let isTakenOver = false;
  let first: { readonly signal: EndingSignal; readonly at: number } | undefined;

  const receive = (signal: EndingSignal): void => {
    if (first?.signal === signal && now() - first.at < onePress) return;
    if (first) return void exit(exitCodes[signal]);
    first = { signal, at: now() };
    if (isTakenOver) return controller.abort(signal);
    say('Interrupted. What was done so far is kept; running the same command again finishes it.\n', exitCodes[signal]);
    exit(exitCodes[signal]);
  };
  for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'] as const) on(signal, receive);

  return {
    takeOver: () => {
      isTakenOver = true;
      return controller.signal;
    },
  };
}
