/** A pull request from a fork, with real git: the refs that GitHub makes in the base repository, and the checkout that actions/checkout makes of them. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';

const who = (name: string) => ({
  GIT_AUTHOR_NAME: name,
  GIT_AUTHOR_EMAIL: `${name}@example.com`,
  GIT_COMMITTER_NAME: name,
  GIT_COMMITTER_EMAIL: `${name}@example.com`,
});
const environment = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', ...who('fork') };

async function git(cwd: string, ...args: string[]): Promise<string> {
  return (await execa('git', args, { cwd, env: environment })).stdout;
}

export interface PullRequest {
  /** Full hashes of the fork's commits, oldest first. */
  readonly commits: readonly string[];
  /** Full hash of what GitHub would test: its merge of the pull request. */
  readonly merge: string;
}

/**
 * `refs/pull/7/head` and `refs/pull/7/merge`, of `main` as the remote has it.
 * @param url path of the bare remote
 * @param commits in the order in which they are made: message, and contents by path
 */
export async function openPullRequest(
  url: string,
  commits: readonly (readonly [message: string, files: Readonly<Record<string, string>>])[],
): Promise<PullRequest> {
  const fork = join(url, '..', 'fork');
  await git(join(url, '..'), 'clone', '--quiet', url, fork);
  const base = await git(fork, 'rev-parse', 'origin/main');
  const hashes: string[] = [];
  for (const [message, files] of commits) {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(fork, path)), { recursive: true });
      await writeFile(join(fork, path), text);
    }
    await git(fork, 'add', '--all');
    await git(fork, 'commit', '--quiet', '--allow-empty', '--message', message);
    hashes.push(await git(fork, 'rev-parse', 'HEAD'));
  }
  const head = hashes.at(-1)!;
  const message = `Merge ${head} into ${base}`;
  const merge = await git(fork, 'commit-tree', '-p', base, '-p', head, '-m', message, 'HEAD^{tree}');
  await git(fork, 'push', '--quiet', 'origin', `${head}:refs/pull/7/head`, `${merge}:refs/pull/7/merge`);
  return { commits: hashes, merge };
}

/** Of `refs/pull/7/merge`, detached, with `fetch-depth: 0` unless `depth` says otherwise; in a new folder beside the remote. @returns the folder */
export async function checkOut(
  url: string,
  { name = 'runner', args = [] }: { readonly name?: string; readonly args?: readonly string[] } = {},
): Promise<string> {
  const root = join(url, '..', name);
  await mkdir(root);
  await git(root, 'init', '--quiet');
  await git(root, 'remote', 'add', 'origin', `file://${url}`);
  const refs = ['+refs/heads/*:refs/remotes/origin/*', '+refs/tags/*:refs/tags/*', '+refs/pull/7/merge:refs/remotes/pull/7/merge'];
  await git(
    root,
    '-c',
    'protocol.version=2',
    'fetch',
    '--quiet',
    '--no-tags',
    '--prune',
    '--no-recurse-submodules',
    ...args,
    'origin',
    ...refs,
  );
  await git(root, 'checkout', '--quiet', '--force', 'refs/remotes/pull/7/merge');
  return root;
}

/** What GitHub Actions sets for a pull request from a fork: no secret, and a token that may read. */
export const pullRequestEnv = {
  CI: 'true',
  GITHUB_ACTIONS: 'true',
  GITHUB_EVENT_NAME: 'pull_request',
  GITHUB_REF: 'refs/pull/7/merge',
  GITHUB_REF_NAME: '7/merge',
  GITHUB_BASE_REF: 'main',
  GITHUB_HEAD_REF: 'main',
  GITHUB_REPOSITORY: 'school/elements',
} as const;
