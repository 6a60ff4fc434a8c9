import type { Environment, Run } from './debian.mjs';

/** Path of a Chromium, Chrome or Edge: `PINTAG_CHROMIUM`, `CHROME_PATH`, on PATH, in the usual places, or Playwright's; `undefined` when there is none. */
export function findChromium(options: { readonly env: Environment }): string | undefined;

/** An installed one, else Playwright's download, else Debian's package when root; `undefined` when none of it worked. */
export function obtainChromium(options: {
  readonly env: Environment;
  readonly log: (line: string) => void;
  readonly find?: typeof findChromium;
  readonly run?: Run;
  readonly mayInstallPackages?: boolean;
}): string | undefined;
