/** The commit that a release branch would stand at after a pull request was merged; where there is none yet, it is made in the mirror. */
import { PintagError } from '@pintag/cdn/errors';
import { type Checkout, complaint } from '../git/checkout.ts';
import { withConfig } from '../git/environment.ts';
import { ask, type Git } from '../git/git.ts';
import type { Mirror } from '../git/mirror.ts';
import { plainMessage } from '../git/plain-message.ts';
import { publicUrl } from '../git/remote-url.ts';
import { subjectOf } from '../plan/commit-bump.ts';

export interface MergeOptions {
  /** The first line of the commit that a squash merge makes of all commits; absent: they are merged as they are. */
  readonly squashTitle?: string;
}

export interface ProposedMerge {
  /** What would be released. */
  readonly commit: string;
  /** What is checked out: the head of the pull request, or GitHub's merge of it with its base. */
  readonly head: string;
  readonly base: {
    readonly branch: string;
    readonly commit: string;
    /** Commits of the base that the head does not have. */
    readonly ahead: number;
  };
  /** Hashes of the commits that the merge brings to the base. */
  readonly commits: ReadonlySet<string>;
  readonly squashTitle?: string;
}

interface Place {
  readonly git: Git;
  readonly checkout: Checkout;
  readonly mirror: Mirror;
}

/**
 * A partial clone lends no objects, and a pull request is on no branch that the mirror has: then its commit is fetched by its hash.
 * @throws {PintagError} PT_PARTIAL_CLONE
 */
export async function bringHead({ git, checkout, mirror }: Place): Promise<void> {
  const { commit, remote, access, root } = checkout;
  const inside = { cwd: mirror.folder, env: mirror.env };
  if ((await git.run(['cat-file', '-e', `${commit}^{commit}`], inside)).exitCode === 0) return;
  const { exitCode, stderr } = await git.run(
    [
      'fetch',
      '--quiet',
      '--no-tags',
      '--no-write-fetch-head',
      '--no-recurse-submodules',
      '--no-auto-maintenance',
      '--',
      remote.url,
      commit,
    ],
    { cwd: mirror.folder, env: withConfig(mirror.env, access), contact: 'fetch' },
  );
  if (exitCode !== 0) throw new PintagError('PT_PARTIAL_CLONE', { root, commit, remote: publicUrl(remote.url), why: complaint(stderr) });
}

/** @throws {PintagError} PT_UNRELATED_HISTORY */
export async function proposeMerge({
  git,
  checkout,
  mirror,
  branch,
  squashTitle,
}: Place & MergeOptions & { readonly branch: string }): Promise<ProposedMerge> {
  const { commit: head, committedAt } = checkout;
  const title = squashTitle === undefined ? undefined : subjectOf(plainMessage(squashTitle)).trim();
  const who = { name: 'pintag', email: 'preview@run.pintag.invalid' };
  const identity = {
    GIT_AUTHOR_NAME: who.name,
    GIT_AUTHOR_EMAIL: who.email,
    GIT_AUTHOR_DATE: committedAt,
    GIT_COMMITTER_NAME: who.name,
    GIT_COMMITTER_EMAIL: who.email,
    GIT_COMMITTER_DATE: committedAt,
  };
  const env = { ...mirror.env, ...identity };
  const call = async (args: readonly string[], input?: string) =>
    (await ask(git, args, { cwd: mirror.folder, env, ...(input !== undefined && { input }) })).trim();
  const commitTree = (message: string, parents: readonly string[]) =>
    call(['commit-tree', '-F', '-', ...parents.flatMap((parent) => ['-p', parent]), `${head}^{tree}`], message);

  const base = (await mirror.refs()).heads.get(branch)!;
  const fork = await git.run(['merge-base', base, head], { cwd: mirror.folder, env });
  if (fork.exitCode !== 0) throw new PintagError('PT_UNRELATED_HISTORY', { commit: head, branch });
  const forkedFrom = fork.stdout.trim();

  const isNew = forkedFrom !== head;
  const tip = title !== undefined && isNew ? await commitTree(title, [forkedFrom]) : head;
  // Its files are those of the head: what the base has since then is in the history, which decides the versions.
  const commit = forkedFrom === base ? tip : isNew ? await commitTree('Merge', [base, tip]) : base;
  const brought = isNew ? await call(['rev-list', tip, `^${base}`]) : '';
  return {
    commit,
    head,
    base: { branch, commit: base, ahead: Number(await call(['rev-list', '--count', base, `^${head}`])) },
    commits: new Set(brought.split('\n').filter(Boolean)),
    ...(title !== undefined && { squashTitle: title }),
  };
}
