/** What notes that do not fit their tags mean, beside what else was found about the same versions. Pure. */
import type { NoteProblem } from '../git/note-problems.ts';
import { type Discrepancy, discrepancy } from './discrepancy.ts';

/** @param found about the same feature: a note is not told where its version has a greater trouble. */
export function noteDiscrepancies(problems: readonly NoteProblem[], found: readonly Discrepancy[]): Discrepancy[] {
  return problems.flatMap((problem) => {
    const { feature, version, tag, commit } = problem;
    const about = { feature, version, tag, ...(commit !== undefined && { commit }) };
    const told = found.filter((known) => known.version === version).map(({ kind }) => kind);
    if (told.some((kind) => kind.endsWith('-without-tag') || kind === 'record-of-other-commit')) return [];
    switch (problem.problem) {
      case 'without-tag':
        return [discrepancy('note-without-tag', { ...about, message: `There is a note about ${tag}, and no such tag.` })];
      case 'unreadable':
        return [
          discrepancy(problem.channels ? 'note-wrong' : 'note-unclear', {
            ...about,
            message: `The note of ${tag} names no channels that can be read.`,
          }),
        ];
      case 'missing':
        return [
          discrepancy('note-missing', {
            ...about,
            message: `${tag} has no note, so that its branch does not know which release it follows.`,
          }),
        ];
      case 'other-channel':
        return [
          discrepancy('note-wrong', { ...about, message: `The note of ${tag} does not name the channel of the branch that released it.` }),
        ];
    }
  });
}
