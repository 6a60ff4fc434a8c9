/** Which of the names that there are somebody may have meant. */
import { distance } from 'fastest-levenshtein';

/**
 * @returns those with the fewest letters to change, at most `most`, and those that are a part of it or the other way round; none when nothing is near.
 * @example nearestNames('calender', ['calendar', 'menu']) // ['calendar']
 */
export function nearestNames(name: string, known: readonly string[], most = 3): string[] {
  const limit = Math.max(2, Math.floor(name.length / 3));
  return known
    .map((candidate) => ({ candidate, far: candidate.includes(name) || name.includes(candidate) ? 1 : distance(name, candidate) }))
    .filter(({ far }) => far <= limit)
    .sort((a, b) => a.far - b.far || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, most)
    .map(({ candidate }) => candidate);
}
