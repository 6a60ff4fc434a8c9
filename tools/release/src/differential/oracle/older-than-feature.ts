/** What the rule about a feature's first release leaves out. */
import type { Facts, OracleFeature } from './read-facts.ts';

/** For a feature without a version in what the release commit contains: the ancestors that all commits share which brought its entry file. */
export async function olderThanFeature(
  { entry }: OracleFeature,
  refs: readonly string[],
  { ask, commit }: Facts,
): Promise<ReadonlySet<string>> {
  const merged = new Set((await ask('tag', `--merged=${commit}`)).split('\n'));
  if (refs.some((line) => merged.has(line.split(' refs/tags/')[1] ?? '-'))) return new Set();
  const births = await ask('log', '--format=%H', '--full-history', '--no-renames', '--diff-filter=A', commit, '--', entry);
  let older: ReadonlySet<string> | undefined;
  for (const birth of births.split('\n').filter(Boolean)) {
    const before = new Set((await ask('rev-list', birth)).split('\n').filter((hash) => hash !== birth));
    older = older ? older.intersection(before) : before;
  }
  return older ?? new Set();
}
