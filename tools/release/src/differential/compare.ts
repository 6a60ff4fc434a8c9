/** Compares two answers about the same feature, field by field. */
import type { Answer } from './answer.ts';

export interface Difference {
  readonly feature: string;
  readonly fields: readonly (typeof fields)[number][];
  readonly ours?: Answer;
  readonly oracle?: Answer;
}

export const fields = ['outcome', 'from', 'version', 'bump', 'channel', 'tagged', 'commits', 'notes', 'why'] as const;

export function compare(ours: readonly Answer[], oracle: readonly Answer[]): readonly Difference[] {
  const names = new Set([...ours, ...oracle].map(({ feature }) => feature));
  return [...names].sort().flatMap((feature) => {
    const [mine, theirs] = [ours, oracle].map((answers) => answers.find((answer) => answer.feature === feature));
    const differing = fields.filter((field) => text(mine, field) !== text(theirs, field));
    return differing.length ? [{ feature, fields: differing, ...(mine && { ours: mine }), ...(theirs && { oracle: theirs }) }] : [];
  });
}

function text(answer: Answer | undefined, field: (typeof fields)[number]): string {
  const value = answer?.[field];
  return field === 'why' ? sameWords(String(value)) : JSON.stringify(value ?? null);
}

/** git says that a tag exists, and a plan says which commit has it: the same, told to different people. */
function sameWords(why: string): string {
  const tag =
    /tag '(?<tag>[^']+)' already exists/.exec(why)?.groups?.['tag'] ??
    /next version is (?<tag>\S+), which is a tag/.exec(why)?.groups?.['tag'];
  return tag === undefined ? why : `${tag} exists`;
}
