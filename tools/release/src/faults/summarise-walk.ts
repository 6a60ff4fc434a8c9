/** What a walk came to, in figures. Pure. */
import { type FaultKind, faultKinds } from './fault.ts';
import type { Walk } from './walk-table.ts';

export interface KindSummary {
  readonly kind: FaultKind;
  readonly rows: number;
  /** The end was that of a release that nothing disturbed, and nothing was promised in between that did not hold. */
  readonly survived: number;
  /** Of these, the run that met the fault got over it by itself. */
  readonly byItself: number;
}

export interface WalkSummary {
  readonly kinds: readonly KindSummary[];
  readonly rows: number;
  readonly survived: number;
  readonly byItself: number;
  /** Different calls in the table. */
  readonly calls: number;
  /** Why faults cannot happen to calls, with how many pairs each reason answers; most first. */
  readonly impossible: readonly { readonly why: string; readonly pairs: number }[];
  /** Rows that this machine cannot walk. */
  readonly skipped: readonly { readonly why: string; readonly rows: number }[];
}

export function summarise({ table, rows, skipped }: Walk): WalkSummary {
  const kinds = faultKinds.flatMap((kind): KindSummary[] => {
    const ofKind = rows.filter(({ row }) => row.kind === kind);
    const survived = ofKind.filter(({ problems }) => problems.length === 0);
    const byItself = survived.filter(({ endedWell }) => endedWell).length;
    return ofKind.length > 0 ? [{ kind, rows: ofKind.length, survived: survived.length, byItself }] : [];
  });
  const sum = (of: keyof Omit<KindSummary, 'kind'>) => kinds.reduce((total, summary) => total + summary[of], 0);
  const calls = new Set([...table.rows, ...table.impossible].map(({ scenario, call }) => `${scenario} ${call.name} ${call.occurrence}`));
  return {
    kinds,
    rows: sum('rows'),
    survived: sum('survived'),
    byItself: sum('byItself'),
    calls: calls.size,
    impossible: countWhy(table.impossible).map(([why, pairs]) => ({ why, pairs })),
    skipped: countWhy(skipped).map(([why, count]) => ({ why, rows: count })),
  };
}

const countWhy = (of: readonly { readonly why: string }[]): [string, number][] =>
  [...Map.groupBy(of, ({ why }) => why)].map(([why, those]): [string, number] => [why, those.length]).sort(([, a], [, b]) => b - a);

/** For the terminal. */
export function summaryLines({ kinds, rows, survived, byItself, calls, impossible, skipped }: WalkSummary): string[] {
  const width = Math.max(0, ...kinds.map(({ kind }) => kind.length));
  return [
    ...kinds.map((of) => `${of.kind.padEnd(width)}  survived ${of.survived} of ${of.rows} (${of.byItself} in the same run)`),
    ...skipped.map(({ why, rows: count }) => `${count} not walked: ${why}`),
    `${calls} calls; ${impossible.reduce((total, { pairs }) => total + pairs, 0)} pairs of call and fault make no sense:`,
    ...impossible.map(({ why, pairs }) => `  ${pairs}: ${why}`),
    `survived ${survived} of ${rows} (${byItself} in the same run, the others after the next one)`,
  ];
}

/** For a page, as the formatter would have it. */
export function summaryTable({ kinds, rows, survived, byItself }: WalkSummary): string {
  const bold = (text: string | number) => `**${text}**`;
  const cells = [
    ['fault', 'rows', 'survived', 'in the same run'],
    ...kinds.map((of) => [of.kind, String(of.rows), String(of.survived), String(of.byItself)]),
    ['all', rows, survived, byItself].map(bold),
  ];
  const widths = cells[0]!.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)));
  const line = (row: readonly string[]) =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!))).join(' | ')} |`;
  const rule = widths.map((width, column) => (column === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`));
  return [line(cells[0]!), line(rule), ...cells.slice(1).map(line)].join('\n');
}
