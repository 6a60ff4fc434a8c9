/** Pushes tags again that were lost, on request, and makes notes again that prerelease branches wait for, unasked. */
import { PintagError } from '@pintag/cdn';
import type { NoteProblem } from '../git/note-problems.ts';
import type { LostRef } from '../git/restore-refs.ts';
import type { ReleaseTools } from '../run/release-tools.ts';
import { type Discrepancy, isLostTag } from './discrepancy.ts';

type RestoreTools = Pick<ReleaseTools, 'repository' | 'log'>;

/**
 * @param wanted names of tags: `['calendar-v1.0.0']`
 * @returns by tag, why it could not be pushed
 * @throws {PintagError} PT_TAG_NOT_LOST
 */
export async function restoreTags(
  tools: RestoreTools,
  found: readonly Discrepancy[],
  wanted: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const lost = new Map(found.flatMap(({ kind, tag, commit }) => (isLostTag(kind) && tag && commit ? [[tag, commit] as const] : [])));
  const unknown = wanted.find((tag) => !lost.has(tag));
  if (unknown !== undefined) throw new PintagError('PT_TAG_NOT_LOST', { tag: unknown, known: [...lost.keys()] });
  return push(
    tools,
    wanted.map((tag) => ({ kind: 'tag', tag, commit: lost.get(tag)! })),
  );
}

/** @returns by tag, why its note could not be made */
export async function restoreNotes(
  tools: RestoreTools,
  found: readonly Discrepancy[],
  isPublished: (problem: NoteProblem) => boolean,
): Promise<ReadonlyMap<string, string>> {
  const told = new Set(found.flatMap(({ kind, tag }) => (kind === 'note-missing' || kind === 'note-wrong' ? [tag] : [])));
  if (told.size === 0) return new Map();
  const problems = (await tools.repository.noteProblems()).filter(({ tag }) => told.has(tag));
  return push(
    tools,
    problems.flatMap((problem): LostRef[] => {
      if (problem.problem === 'without-tag' || !problem.channels || problem.commit === undefined) return [];
      const { tag, commit, channels } = problem;
      // A tag that nobody's run made does not become ours by its note: it would be published unasked.
      return [{ kind: 'note', tag, commit, channels, ours: problem.run !== undefined || isPublished(problem) }];
    }),
  );
}

async function push({ repository, log }: RestoreTools, refs: readonly LostRef[]): Promise<ReadonlyMap<string, string>> {
  const failures = new Map<string, string>();
  for (const outcome of await repository.restore(refs)) {
    const { kind, tag, commit } = outcome.lost;
    const what = kind === 'tag' ? tag : `The note of ${tag}`;
    if (outcome.status === 'failed') failures.set(tag, outcome.why);
    log(
      outcome.status === 'failed'
        ? { level: 'error', step: 'reconcile', message: `${what} could not be pushed again: ${outcome.why}.` }
        : { level: 'info', step: 'reconcile', message: `${what} is pushed again${kind === 'tag' ? `, on ${commit.slice(0, 8)}` : ''}.` },
    );
  }
  return failures;
}
