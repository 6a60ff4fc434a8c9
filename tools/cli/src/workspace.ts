/** What the releasing commands have in common: root, configuration, the git side, and the target. */
import { randomUUID } from 'node:crypto';
import {
  createGit,
  type Log,
  loadConfig,
  openRepository,
  type OpenRepositoryOptions,
  type PintagConfig,
  type Repository,
} from '@pintag/release/planning';
import { findRoot } from './find-root.ts';
import type { Io } from './terminal/io.ts';

export interface Workspace {
  readonly root: string;
  readonly config: PintagConfig;
  readonly repository: Repository;
}

/**
 * @param options.purpose a plan needs no right to push, a release is refused early without it; a preview may be of a commit that the remote
 * does not have.
 * @param options.branch release branch; default: the one that is checked out.
 * @param options.run unique name; default: a new one.
 * @param options.merge of a preview: plan what the branch would be after a merge of this commit.
 */
export async function openWorkspace(
  io: Io,
  {
    log,
    purpose,
    branch,
    merge,
    run = randomUUID(),
  }: {
    readonly log: Log;
    readonly purpose: 'plan' | 'release' | 'preview';
    readonly branch?: string;
    readonly merge?: OpenRepositoryOptions['merge'];
    readonly run?: string;
  },
): Promise<Workspace> {
  const root = await findRoot(io.cwd);
  const config = await loadConfig({ root, env: io.env });
  const { env, stopwatch } = io;
  const limit = config.timeLimits.git * 1000;
  const repository = await openRepository({
    root,
    run,
    env,
    log,
    purpose,
    config,
    git: createGit({ contact: limit, local: limit }),
    ...(branch && { branch }),
    ...(merge && { merge }),
    ...(stopwatch && { stopwatch }),
  });
  return { root, config, repository };
}
