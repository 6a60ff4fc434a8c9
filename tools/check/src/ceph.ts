/** Starts a real S3 server that we did not write, Ceph's RADOS Gateway, for the store contract; where that is impossible it says why. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export interface Ceph {
  /** `PINTAG_CEPH_*`, which the contract's spec reads: endpoint and keys, or the reason why there are none. */
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

export async function startCeph({
  root,
  env,
  say,
}: {
  readonly root: string;
  readonly env: NodeJS.ProcessEnv;
  readonly say: (line: string) => void;
}): Promise<Ceph> {
  const refused = (why: string): Ceph => {
    say(`Ceph RGW: the store contract does not run on it, because ${why}.`);
    return { env: { PINTAG_CEPH_REASON: why }, stop: async () => {} };
  };
  if (process.platform !== 'linux' || !existsSync('/etc/debian_version')) return refused('this is not Debian');
  if (process.getuid?.() !== 0) return refused('only root can start its daemons');

  const scripts = join(root, 'tools', 'local', 'ceph');
  const run = (script: string, args: readonly string[], minutes: number) =>
    spawnSync('bash', [join(scripts, script), ...args], {
      encoding: 'utf8',
      timeout: minutes * 60_000,
      env: { ...env, RGW_DIR: join(root, '.pintag', 'ceph') },
    });

  const installed = run('install.sh', [], 6);
  if (installed.status !== 0) return refused(`its packages could not be installed: ${lastLine(installed.stderr)}`);
  const start = run('ceph-rgw.sh', ['start'], 2);
  const assignments = Object.fromEntries(
    [...(start.stdout ?? '').matchAll(/PINTAG_CEPH_(ENDPOINT|ACCESS_KEY|SECRET_KEY)=(\S+)/g)].map(([, name, value]) => [
      `PINTAG_CEPH_${name}`,
      value!,
    ]),
  );
  if (start.status !== 0 || Object.keys(assignments).length !== 3) {
    run('ceph-rgw.sh', ['stop'], 1);
    return refused(`it did not start: ${lastLine(start.stderr)}`);
  }
  say(`Ceph RGW answers at ${assignments['PINTAG_CEPH_ENDPOINT']}.`);
  return { env: assignments, stop: async () => void run('ceph-rgw.sh', ['stop'], 1) };
}

const lastLine = (text: string | null): string => text?.trim().split('\n').at(-1) || 'no reason given';
