/** The branch of a rollback: used again when it says the same already, replaced when it is an old one of ours, never written over otherwise. */
import { PintagError } from '@pintag/cdn/errors';
import { publicText } from '@pintag/release/git';
import type { Clone, RemoteBranch } from './clone.ts';
import type { PlannedPage } from './plan-pages.ts';

export interface BranchOptions {
  /** Name of the branch that is made. */
  readonly branch: string;
  readonly base: RemoteBranch;
  /** What it is to name. */
  readonly commit: string;
  /** Last line of the messages of our commits. */
  readonly mark: string;
  readonly pages: readonly Pick<PlannedPage, 'path' | 'after'>[];
}

export interface PlacedBranch {
  /** What the branch names now. */
  readonly commit: string;
  /** It is new, or was moved. */
  readonly written: boolean;
  /** What it named before. */
  readonly before: string | undefined;
}

/** On the remote. @throws {PintagError} PT_ROLLBACK_BRANCH, PT_ROLLBACK_REFUSED; the remote has not changed then. */
export async function pushBranch(clone: Clone, options: BranchOptions): Promise<PlacedBranch> {
  const { branch, commit } = options;
  const before = await clone.find(branch);
  if (before !== undefined) {
    await clone.fetch({ name: branch, commit: before });
    if (await saysTheSame(clone, before, options)) return { commit: before, written: false, before };
    await refuseForeign(clone, before, options);
  }
  await push(clone, branch, commit, before);
  return { commit, written: true, before };
}

/** In the clone. @throws {PintagError} PT_ROLLBACK_BRANCH; the clone has not changed then. */
export async function setLocalBranch(clone: Clone, options: BranchOptions): Promise<PlacedBranch> {
  const { branch, commit } = options;
  const ref = `refs/heads/${branch}`;
  const { stdout } = await clone.git.run(['rev-parse', '--verify', '--quiet', ref], clone.options);
  const before = stdout.trim() || undefined;
  if (before !== undefined) {
    if (await saysTheSame(clone, before, options)) return { commit: before, written: false, before };
    await refuseForeign(clone, before, options);
    const checkedOut = (await clone.git.run(['symbolic-ref', '--quiet', 'HEAD'], clone.options)).stdout.trim();
    if (checkedOut === ref) throw new PintagError('PT_ROLLBACK_BRANCH', { branch, why: 'it is checked out' });
  }
  await clone.ask(['update-ref', ref, commit, before ?? '']);
  return { commit, written: true, before };
}

/** Takes a push back, as long as nobody else has moved the branch since. */
export async function takeBack(clone: Clone, branch: string, { commit, before, written }: PlacedBranch): Promise<void> {
  if (!written) return;
  const target = before === undefined ? `:refs/heads/${branch}` : `${before}:refs/heads/${branch}`;
  await clone.git.run(['push', '--porcelain', `--force-with-lease=refs/heads/${branch}:${commit}`, clone.remote, target], {
    ...clone.options,
    contact: 'push',
  });
}

async function push(clone: Clone, branch: string, commit: string, before: string | undefined): Promise<void> {
  // An empty expectation: only while there is no such branch.
  const lease = `--force-with-lease=refs/heads/${branch}:${before ?? ''}`;
  const { exitCode, stdout, stderr } = await clone.git.run(['push', '--porcelain', lease, clone.remote, `${commit}:refs/heads/${branch}`], {
    ...clone.options,
    contact: 'push',
  });
  if (exitCode === 0) return;
  const refused = /^!\t[^\t]*\t(?<why>.*)$/m.exec(stdout)?.groups?.['why'];
  throw new PintagError('PT_ROLLBACK_REFUSED', { branch, why: publicText(refused ?? stderr.trim()) });
}

/** A merge of the branch, as it is, would put every page where it is to be. */
async function saysTheSame(clone: Clone, commit: string, { base, pages }: BranchOptions): Promise<boolean> {
  const merged = await clone.git.run(['merge-tree', '--write-tree', base.commit, commit], clone.options);
  const [tree = ''] = merged.stdout.split('\n');
  if (merged.exitCode !== 0) return false;
  for (const { path, after } of pages) {
    const object = await clone.git.run(['rev-parse', '--verify', '--quiet', `${tree}:${path}`], clone.options);
    if (object.exitCode !== 0 || Buffer.compare(await clone.blob(object.stdout.trim()), after) !== 0) return false;
  }
  return true;
}

/** @throws {PintagError} PT_ROLLBACK_BRANCH somebody else's commits are on it. */
async function refuseForeign(clone: Clone, commit: string, { branch, base, mark }: BranchOptions): Promise<void> {
  const { exitCode, stdout } = await clone.git.run(['log', '--format=%B%x00', `${base.commit}..${commit}`], clone.options);
  const messages = stdout
    .split('\0')
    .map((message) => message.trim())
    .filter(Boolean);
  if (exitCode === 0 && messages.every((message) => message.endsWith(mark))) return;
  throw new PintagError('PT_ROLLBACK_BRANCH', { branch, why: 'it has commits of somebody else' });
}
