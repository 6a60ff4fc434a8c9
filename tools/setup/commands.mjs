/** Finds the other programs that tests hold ours against, and installs those that are missing. Plain JavaScript for any Node from 20 up. */
import { existsSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { installPackages, isDebianRoot, runQuietly } from './debian.mjs';

/** By the name of the command, Debian's package. */
const packages = { aws: 'awscli', rclone: 'rclone', njs: 'njs' };

export const commandNames = Object.keys(packages);

export function findCommand(name, { env }) {
  const candidates = (env.PATH ?? '').split(delimiter).map((folder) => join(folder, name));
  const paths = candidates.filter((path) => existsSync(path));
  // The same program by two names is one.
  const real = paths.map((path) => realpathSync(path));
  const distinct = paths.filter((_, at) => real.indexOf(real[at]) === at);
  if (distinct.length > 0) return { kind: 'installed', paths: distinct };
  return { kind: 'missing', reason: `there is no ${name} on PATH (Debian: apt-get install ${packages[name]})` };
}

/** All at once: each call of apt-get reads its lists anew. */
export function obtainCommands({ env, log, find = findCommand, run = runQuietly, mayInstallPackages = isDebianRoot() }) {
  const absent = commandNames.filter((name) => find(name, { env }).kind === 'missing');
  if (absent.length === 0 || !mayInstallPackages) return;
  const wanted = absent.map((name) => packages[name]);
  log(`Tests also use ${absent.join(', ')}. Installing Debian's packages ${wanted.join(', ')}…`);
  installPackages(wanted, { env, run });
}
