/** A difference as somebody needs it who has to find its cause. */
import type { Answer } from './answer.ts';
import type { HistoryResult } from './run-differential.ts';

/** @returns lines: how to make the history again, what both sides say, and the history as a graph */
export function describeDifferences({ history, differences, graph }: HistoryResult): string {
  const { seed, number, family, layout, head } = history;
  const lines = [
    `History ${number} of seed ${seed} (${family}, ${layout.name}), released from ${head.branch.name}:`,
    `  npm run test:differential -- --seed ${seed} --only ${number}`,
  ];
  for (const { feature, fields, ours, oracle } of differences) {
    lines.push('', `  ${feature}: ${fields.join(', ')}`);
    for (const field of fields) lines.push(...unlike(field, ours?.[field], oracle?.[field]));
  }
  return [...lines, '', ...(graph ?? '').trimEnd().split('\n'), ''].join('\n');
}

/** The lines that only one side has; all of both where they are the same in another order. */
function unlike(field: keyof Answer, ours: unknown, oracle: unknown): string[] {
  const [mine, theirs] = [linesOf(ours), linesOf(oracle)];
  const [onlyMine, onlyTheirs] = [mine.filter((line) => !theirs.includes(line)), theirs.filter((line) => !mine.includes(line))];
  const isReordered = onlyMine.length + onlyTheirs.length === 0;
  return [
    ...(isReordered ? mine : onlyMine).map((line) => `    ${field}, ours:   ${line}`),
    ...(isReordered ? theirs : onlyTheirs).map((line) => `    ${field}, oracle: ${line}`),
  ];
}

const linesOf = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : String(value ?? 'nothing').split('\n'));
