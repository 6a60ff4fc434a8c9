import type { Environment, Run } from './debian.mjs';

/** AWS's command line, rclone, and nginx's JavaScript, which CloudFront's functions are closest to. */
export type CommandName = 'aws' | 'rclone' | 'njs';
export const commandNames: readonly CommandName[];

export type FoundCommand =
  /** Every one on PATH, as PATH has them: they may be of different versions. */
  | { readonly kind: 'installed'; readonly paths: readonly string[] }
  /** `reason` goes on after "because". */
  | { readonly kind: 'missing'; readonly reason: string };

export function findCommand(name: CommandName, options: { readonly env: Environment }): FoundCommand;

/** Installs Debian's packages of those that are missing, when root asks. Nobody needs them but tests, so failing is no error. */
export function obtainCommands(options: {
  readonly env: Environment;
  readonly log: (line: string) => void;
  readonly find?: (name: CommandName, options: { readonly env: Environment }) => { readonly kind: 'installed' | 'missing' };
  readonly run?: Run;
  readonly mayInstallPackages?: boolean;
}): void;
