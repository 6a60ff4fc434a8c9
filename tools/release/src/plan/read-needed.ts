/** Reads as much of the history as a plan needs: everything after the last version of any feature. */
import { randomUUID } from 'node:crypto';
import type { Environment, Git } from '../git/git.ts';
import { type HistoryCommit, readHistory } from '../git/history.ts';
import type { MirrorRefs } from '../git/mirror.ts';
import type { CollectedHistory } from './collect-reasons.ts';
import type { Standing } from './standings.ts';

export interface NeededHistory {
  readonly git: Git;
  /** The mirror. */
  readonly inside: { readonly cwd: string; readonly env: Environment };
  /** The release commit. */
  readonly commit: string;
  readonly standings: readonly Standing[];
  readonly refs: MirrorRefs;
  /** @param base nothing up to it is in `history`; absent: `history` is all there is */
  readonly collect: (history: AsyncIterable<HistoryCommit>, base: string | undefined) => Promise<CollectedHistory>;
}

/**
 * The oldest of the last versions is mostly in all others; to ask git for the newest commit that is takes as long as a fifth of the reading,
 * so that is done where it was not.
 */
export async function readNeeded({ git, inside, commit, standings, refs, collect }: NeededHistory): Promise<CollectedHistory> {
  const since = (base: string | undefined) => {
    const range = base === undefined ? [commit] : [commit, `^${base}`];
    return collect(base === commit ? nothing() : readHistory({ git, ...inside, range, separator: randomUUID() }), base);
  };
  const lasts = standings.map(({ last }) => last?.commit);
  const all = [...new Set(lasts)].filter((last) => last !== undefined);
  if (all.length === 0 || lasts.includes(undefined)) return since(standings.length === 0 ? commit : undefined);
  const found = await since(oldestOf(standings, refs.tags));
  if (found.isWhole) return found;
  const { exitCode, stdout } = await git.run(['merge-base', '--octopus', ...all], inside);
  return since(exitCode === 0 ? stdout.trim() : undefined);
}

async function* nothing(): AsyncGenerator<HistoryCommit> {}

/** The commit of the last version whose commit is the oldest by its date, which a wrong clock can have written. */
function oldestOf(standings: readonly Standing[], tags: MirrorRefs['tags']): string {
  const dated = standings.flatMap(({ last }) => (last ? [{ commit: last.commit, at: tags.get(last.tag)!.committedAt }] : []));
  return dated.reduce((oldest, one) => (one.at < oldest.at ? one : oldest)).commit;
}
