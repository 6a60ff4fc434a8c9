export type Environment = Readonly<Record<string, string | undefined>>;
export type Run = (command: string, args: readonly string[], options: { readonly env: Environment; readonly timeout: number }) => void;

export function isDebianRoot(): boolean;
/** `apt-get update` and `apt-get install`, without what is only recommended; whether it worked shows in what is there afterwards. */
export function installPackages(packages: readonly string[], options: { readonly env: Environment; readonly run?: Run }): void;
export const runQuietly: Run;
