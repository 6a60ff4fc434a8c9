/** The demo's git side: a bare remote with this repository's own history and no tags, and a clone to work in. */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PintagError } from '@pintag/cdn';
import { execa } from 'execa';
import type { RemoteTag } from './agreement.ts';
import type { Edit } from './edits.ts';

export interface DemoRepository {
  readonly remote: string;
  readonly work: string;
  /** Makes the edit, commits it and pushes it. */
  commit(edit: Edit): Promise<void>;
  /** The remote's. */
  tags(): Promise<RemoteTag[]>;
  /** The remote's log of `main`, newest first: full hash and subject. */
  log(): Promise<string[]>;
}

/** Variables that would make git work on another repository than the one in its folder (git sets them in hooks). */
const gitVariables = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_OBJECT_DIRECTORY'];

/** @param folder inside the repository, so that the clone finds its node_modules. */
export async function openDemoRepository({
  root,
  folder,
  env,
}: {
  readonly root: string;
  readonly folder: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}): Promise<DemoRepository> {
  const remote = join(folder, 'remote.git');
  const work = join(folder, 'work');
  const clean = { ...env, ...Object.fromEntries(gitVariables.map((name) => [name, undefined])) };
  const git = (cwd: string, ...args: string[]) => execa('git', args, { cwd, env: clean, extendEnv: false });

  await mkdir(folder, { recursive: true });
  if ((await git(root, 'rev-parse', '--is-shallow-repository')).stdout === 'true') throw new PintagError('PT_SHALLOW_CLONE', { root });
  await git(folder, 'init', '--quiet', '--bare', '--initial-branch=main', remote);
  await git(root, 'push', '--quiet', '--no-verify', remote, 'HEAD:refs/heads/main');
  await git(folder, 'clone', '--quiet', remote, work);
  await git(work, 'config', 'user.name', 'Pintag demo');
  await git(work, 'config', 'user.email', 'demo@example.com');
  await git(work, 'config', 'commit.gpgsign', 'false');

  return {
    remote,
    work,
    async commit({ message, file, find, replace }) {
      const path = join(work, file);
      const before = await readFile(path, 'utf8');
      if (!before.includes(find)) throw new Error(`The demo wants to edit ${file}, which no longer contains: ${find}`);
      await writeFile(
        path,
        before.replace(find, () => replace),
      );
      await git(work, 'commit', '--quiet', '--no-verify', '--message', message, '--', file);
      await git(work, 'push', '--quiet', '--no-verify', 'origin', 'main');
    },
    tags: async () =>
      (await git(remote, 'for-each-ref', '--format=%(refname:short) %(objectname)', 'refs/tags')).stdout
        .split('\n')
        .filter(Boolean)
        .map((line) => ({ name: line.split(' ')[0]!, commit: line.split(' ')[1]! })),
    log: async () => (await git(remote, 'log', '--format=%H %s', 'main')).stdout.split('\n'),
  };
}
