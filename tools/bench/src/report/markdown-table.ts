/** A table that reads well both in a terminal and in a Markdown page. */

/** @param rows the first one is the heading; what starts with a digit is set to the right */
export function markdownTable(rows: readonly (readonly string[])[]): string {
  const [heading = [], ...body] = rows;
  const width = (column: number): number => Math.max(3, ...rows.map((row) => row[column]!.length));
  const isNumeric = (column: number): boolean => body.every((row) => /^([\d<>×–]|over |$)/.test(row[column]!));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (isNumeric(column) ? cell.padStart(width(column)) : cell.padEnd(width(column)))).join(' | ')} |`;
  const rule = heading.map((_, column) => (isNumeric(column) ? `${'-'.repeat(width(column) - 1)}:` : '-'.repeat(width(column))));
  return [line(heading), `| ${rule.join(' | ')} |`, ...body.map(line)].join('\n');
}
