/** The lock files before and after the commits that changed them, read in one go. */
import { ask, type Environment, type Git } from '../git/git.ts';
import type { HistoryCommit } from '../git/history.ts';
import type { LockChange } from './attribute-commits.ts';
import { type Lock, lockFileName, parseLock } from './lock-file.ts';

export async function readLocks(options: {
  git: Git;
  cwd: string;
  env: Environment;
  /** Those that changed the lock file. */
  commits: readonly Pick<HistoryCommit, 'hash' | 'parents'>[];
}): Promise<ReadonlyMap<string, LockChange>> {
  const { git, cwd, env, commits: changing } = options;
  if (!changing.length) return new Map();
  const nameOf = (commit: string | undefined) => `${commit ?? ''}:${lockFileName}`;
  const wanted = [...new Set(changing.flatMap(({ hash, parents }) => [nameOf(hash), ...(parents[0] ? [nameOf(parents[0])] : [])]))];
  const input = wanted.map((name) => `${name}\n`).join('');
  // Most states are asked for twice, as one commit's before and another's after; by blob each is parsed once.
  const listing = await ask(git, ['cat-file', '--batch-check=%(objectname) %(objecttype)'], { cwd, env, input });
  const blobs = listing.split('\n').map((line) => (line.endsWith(' blob') ? line.split(' ')[0]! : undefined));
  const byBlob = new Map<string, Lock>();
  for (const blob of new Set(blobs))
    if (blob !== undefined) byBlob.set(blob, parseLock(await ask(git, ['cat-file', 'blob', blob], { cwd, env })));

  const byName = new Map(wanted.map((name, index) => [name, byBlob.get(blobs[index] ?? '')]));
  const lockOf = (commit: string | undefined): Lock => byName.get(nameOf(commit)) ?? new Map();
  return new Map(changing.map(({ hash, parents }) => [hash, { before: lockOf(parents[0]), after: lockOf(hash) }]));
}
