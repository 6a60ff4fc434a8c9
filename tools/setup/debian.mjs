/** Installs Debian's packages, where this is Debian and root asks. Plain JavaScript for any Node from 20 up. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

export function isDebianRoot() {
  return process.getuid?.() === 0 && existsSync('/etc/os-release') && /debian/i.test(readFileSync('/etc/os-release', 'utf8'));
}

export function installPackages(packages, { env, run = runQuietly }) {
  run('apt-get', ['update', '-qq'], { env, timeout: 300_000 });
  run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
    timeout: 600_000,
  });
}

/** What it says is of interest only when something is wrong, and that goes to stderr. */
export function runQuietly(command, args, options) {
  spawnSync(command, args, { ...options, stdio: ['ignore', 'ignore', 'inherit'] });
}
