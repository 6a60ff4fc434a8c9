/** Commit messages as people write them: most are one line, some explain themselves, a few are long. */
import type { Random } from './random.ts';

const verbs = ['show', 'keep', 'read', 'move', 'close', 'open', 'sort', 'align', 'announce', 'remember'];
const things = [
  'the dialogue',
  'answers',
  'the month',
  'focus',
  'the toolbar',
  'long names',
  'time zones',
  'empty lists',
  'the first page',
  'dates',
];
const reasons = [
  'on small screens',
  'when the backend is slow',
  'after a reload',
  'for screen readers',
  'in Japanese',
  'while it is loading',
];
const sentences = [
  'The page reported it as done before the answer had come.',
  'Hosts that set their own base URL saw it twice, so it is resolved against the element instead.',
  'This was found while testing with a school that has more than nine hundred classes; nothing smaller shows it.',
  'See the discussion in the pull request for the three ways that were tried first, and why none of them was kept.',
];

/** @param head `feat(calendar)` */
export function message(random: Random, head: string, number: number): string {
  const header = `${head}: ${random.pick(verbs)} ${random.pick(things)} ${random.pick(reasons)} (#${number})`;
  if (random.chance(0.65)) return header;
  const body = Array.from({ length: 1 + random.below(4) }, () => random.pick(sentences)).join('\n');
  return random.chance(0.4) ? `${header}\n\n${body}\n\nRefs: #${random.below(9_000)}` : `${header}\n\n${body}`;
}
