import type { Environment, Run } from './debian.mjs';

export interface EnginePaths {
  readonly chromium: { readonly executable: string };
  readonly firefox: { readonly executable: string };
  /** WebKitWebDriver, the browser that it drives, and the X server without a screen in which that one shows. */
  readonly webkit: { readonly driver: string; readonly browser: string; readonly display: string };
}
export type EngineName = keyof EnginePaths;
export const engineNames: readonly EngineName[];

export type FoundEngine<N extends EngineName> =
  | { readonly kind: 'installed'; readonly paths: EnginePaths[N] }
  /** `reason` goes on after "because". */
  | { readonly kind: 'missing'; readonly reason: string };

/** Named by `PINTAG_CHROMIUM`, `PINTAG_FIREFOX`, `PINTAG_WEBKIT_DRIVER`, `PINTAG_WEBKIT_BROWSER`, `PINTAG_XVFB`, else on PATH or in the usual places. */
export function findEngine<N extends EngineName>(name: N, options: { readonly env: Environment }): FoundEngine<N>;

/** Installs Debian's packages of Firefox and WebKitGTK when they are missing and root asks. Nobody needs them but tests, so failing is no error. */
export function obtainEngines(options: {
  readonly env: Environment;
  readonly log: (line: string) => void;
  readonly find?: (name: EngineName, options: { readonly env: Environment }) => { readonly kind: 'installed' | 'missing' };
  readonly run?: Run;
  readonly mayInstallPackages?: boolean;
}): void;
