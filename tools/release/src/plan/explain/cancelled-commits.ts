/** Which commits a revert takes back, by the very rule of semantic-release's analyser. */
import { filterRevertedCommitsSync } from 'conventional-commits-filter';
import { CommitParser } from 'conventional-commits-parser';
import type { Message } from '../analyse-commits.ts';
import { isSkipped, parserOpts } from '../commit-bump.ts';

export interface Cancelled {
  readonly as: 'reverted' | 'revert';
  /** Full hash of the other commit. */
  readonly by: string;
}

/** @param commits that are weighed together, newest first */
export function cancelledCommits(commits: readonly Message[]): ReadonlyMap<string, Cancelled> {
  const parser = new CommitParser(parserOpts);
  const parsed = commits
    .filter(({ message }) => !isSkipped(message) && message.trim() !== '')
    .map(({ hash, message }) => ({ hash, ...parser.parse(message) }));
  const left = new Set(filterRevertedCommitsSync(parsed));
  const gone = parsed.filter((commit) => !left.has(commit));

  const cancelled = new Map<string, Cancelled>();
  for (const { hash, revert } of gone) {
    const other = gone.find((commit) => commit.hash === revert?.['hash']);
    if (!other) continue;
    if (!cancelled.has(hash)) cancelled.set(hash, { as: 'revert', by: other.hash });
    cancelled.set(other.hash, { as: 'reverted', by: hash });
  }
  return cancelled;
}
