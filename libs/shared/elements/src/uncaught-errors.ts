/**
 * Errors that nobody caught: in timers, in listeners that were added by hand, in promises. They arrive at the window together with
 * those of everybody else on the page; the stack tells whose they are.
 */

export interface UncaughtOptions {
  readonly window: Pick<Window, 'addEventListener'>;
  /** Absolute URL of the folder with the code of one version of one feature, with a slash at its end. */
  readonly folder: string;
  caught(error: unknown): void;
}

/** Watches for as long as the page lives: an element can come back at any time. The browser tells its console by itself. */
export function watchUncaught({ window, folder, caught }: UncaughtOptions): void {
  window.addEventListener('error', ({ error, filename }) => {
    if (isThrownIn(folder, error) || filename.startsWith(folder)) caught(error);
  });
  window.addEventListener('unhandledrejection', ({ reason }) => {
    if (isThrownIn(folder, reason)) caught(reason);
  });
}

/** The innermost call counts, for a listener of the page runs inside of our dispatching; Angular's calls are those of whoever called it. */
function isThrownIn(folder: string, error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const runtimes = URL.canParse('../../runtime/', folder) ? new URL('../../runtime/', folder).href : folder;
  // What the browser itself calls is `<anonymous>`; with a line number that is code without a file, and none of ours.
  const files = (error.stack ?? '').matchAll(/<anonymous>:\d|\b\w+:\/\/[^\s()]+/g);
  for (const [file] of files) if (!file.startsWith(runtimes)) return file.startsWith(folder);
  return false;
}
