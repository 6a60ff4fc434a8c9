/** Can a release be tagged? */
import { createGit, inspectRemote, type PintagConfig } from '@pintag/release';
import type { Check } from './check.ts';

export interface GitRemoteOptions {
  readonly root: string;
  readonly config: Pick<PintagConfig, 'remote' | 'branches'>;
  readonly run: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds. */
  readonly limit: number;
}

export const checkGitRemote = ({ root, config, run, env, limit }: GitRemoteOptions): Check => ({
  name: 'git-remote',
  limit,
  look: async () => {
    // git ends before the check is given up, so that it can say why.
    const git = createGit({ contact: limit * 0.8, local: limit * 0.8 });
    const { url, branches } = await inspectRemote({ root, remote: config.remote, branches: config.branches, run, env, git });
    return { outcome: 'ok', found: `${url} answers, lets tags be pushed, and has ${branches.join(', ')}.` };
  },
});
