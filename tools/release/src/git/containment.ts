/** Which commits contain which others, found while the history streams by: memory grows with open branches, not with commits. */
import type { HistoryCommit } from './history.ts';

/** Numbers as the bits of one integer: bit 3 is set when mark 3 is in the set. */
export type Marks = bigint;

export interface Containment {
  /**
   * The marks of the commits that contain this one, its own included. To be asked once of every commit, children before parents.
   */
  visit(commit: Pick<HistoryCommit, 'hash' | 'parents'>): Marks;
  /** From now on `mark` says that the commit that was visited last contains a commit, and nothing of what it said before. */
  restart(mark: number, from: Pick<HistoryCommit, 'parents'>): void;
  /** The marks of the commits that contain `hash`, which was not visited, as far as those that were visited tell. */
  reached(hash: string): Marks;
}

/** @param marks numbers by commit hash */
export function trackContainment(marks: ReadonlyMap<string, readonly number[]>): Containment {
  const own = new Map([...marks].map(([hash, numbers]) => [hash, numbers.reduce((all, mark) => all | bit(mark), 0n)]));
  // Of commits that are yet to come, what their children that came are contained in.
  const ahead = new Map<string, Marks>();
  const pass = (parents: readonly string[], passed: Marks) => {
    if (passed !== 0n) for (const parent of parents) ahead.set(parent, (ahead.get(parent) ?? 0n) | passed);
  };
  return {
    visit({ hash, parents }) {
      const all = (ahead.get(hash) ?? 0n) | (own.get(hash) ?? 0n);
      ahead.delete(hash);
      pass(parents, all);
      return all;
    },
    restart(mark, { parents }) {
      for (const [hash, passed] of ahead) ahead.set(hash, passed & ~bit(mark));
      pass(parents, bit(mark));
    },
    reached: (hash) => (ahead.get(hash) ?? 0n) | (own.get(hash) ?? 0n),
  };
}

const bit = (mark: number): Marks => 1n << BigInt(mark);

export const hasMark = (marks: Marks, mark: number): boolean => ((marks >> BigInt(mark)) & 1n) === 1n;
