/** What each commit asks for by its own type, read once in a run. */
import type { HistoryCommit } from '../git/history.ts';
import { bumpOf, plainTypeOf } from './commit-bump.ts';
import type { Bump } from './plan.ts';

export interface BumpReader {
  readonly bumpOf: (commit: HistoryCommit) => Promise<Bump | undefined>;
  /** By hash, of the commits that were asked for. */
  readonly knownBumps: ReadonlyMap<string, Bump | undefined>;
}

/** Commits do not change between the plans of one run. @param folder in which the analyser looks for its configuration */
export function createBumpReader(folder: string): BumpReader {
  const bumps = new Map<string, Bump | undefined>();
  const byType = new Map<string, Bump | undefined>();

  /** The analyser is asked once for each plain type: its time would grow with the commits. */
  async function askOrRecall(commit: { readonly hash: string; readonly message: string }): Promise<Bump | undefined> {
    const type = plainTypeOf(commit.message);
    if (type === undefined) return bumpOf(commit, folder);
    if (!byType.has(type)) byType.set(type, await bumpOf(commit, folder));
    return byType.get(type);
  }

  return {
    knownBumps: bumps,
    async bumpOf({ hash, message }) {
      if (!bumps.has(hash)) bumps.set(hash, await askOrRecall({ hash, message }));
      return bumps.get(hash);
    },
  };
}
