/** Decides from the configuration what there is to look at, and looks at all of it side by side. */
import { randomUUID } from 'node:crypto';
import { PintagError } from '@pintag/cdn/errors';
import { loadConfig, type PintagConfig } from '@pintag/release';
import type { Io } from '../terminal/io.ts';
import { type Check, type Diagnosis, said } from './check.ts';
import { checkGitRemote } from './git-remote.ts';
import { deploymentChecks } from './deployment-checks.ts';
import { runChecks } from './run-checks.ts';
import { checkVersions } from './versions.ts';

export interface DiagnoseOptions {
  /** Of the repository. */
  readonly root: string;
  readonly io: Pick<Io, 'env' | 'now'>;
}

const second = 1000;

export async function diagnose({ root, io }: DiagnoseOptions): Promise<Diagnosis> {
  const { env } = io;
  const versions = checkVersions({ root, node: process.versions.node, env, limit: 10 * second });
  const clock = () => performance.now();
  let config: PintagConfig;
  try {
    config = await loadConfig({ root, env });
  } catch (error) {
    if (!(error instanceof PintagError)) throw error;
    const unread = said('configuration', { outcome: 'failed', found: error.message, remedy: error.remedy });
    return runChecks(
      [unread, ...withoutConfig.map((name) => said(name, { outcome: 'skipped', why: 'The configuration cannot be read.' })), versions],
      clock,
    );
  }
  const id = randomUUID();
  const where = config.store ? `bucket ${config.store.bucket}, behind ${config.edge?.origin ?? 'no edge'}` : 'the store on this machine';
  const checks: Check[] = [
    said('configuration', { outcome: 'ok', found: `It can be read: remote ${config.remote}, ${where}.` }),
    checkGitRemote({ root, config, run: id, env, limit: 30 * second }),
    ...(await deploymentChecks({ root, config, io, id })),
    versions,
  ];
  return runChecks(checks, clock);
}

const withoutConfig = ['git-remote', 'github-token', 'store', 'store-policy', 'distribution', 'edge-headers', 'channels', 'clock'];
