/** Path of a Chromium, Chrome or Edge: `PINTAG_CHROMIUM`, `CHROME_PATH`, on PATH, in the usual places, or Playwright's; `undefined` when there is none. */
export function findChromium(options: { readonly env: Readonly<Record<string, string | undefined>> }): string | undefined;

/** `findChromium`, else Playwright's download, else Debian's package when root; `undefined` when none of it worked. */
export function obtainChromium(options: {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly log: (line: string) => void;
}): string | undefined;
