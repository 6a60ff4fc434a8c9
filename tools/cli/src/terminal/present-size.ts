/** A size report as a table for people. */
import type { Compared, ComparedLayer, Role } from '@pintag/runtime/size';
import type { SizeReport } from '../sizing/compare-versions.ts';
import { kilobytes } from './kilobytes.ts';
import { changeBetween, signed } from './size-change.ts';

const what: Record<Role, string> = {
  loader: "loader, by the page's tag",
  entry: 'entry',
  static: 'imported at once',
  lazy: 'later, when asked for',
};
const when: Record<ComparedLayer['when'], string> = { static: 'at once', lazy: 'later', unused: 'no longer' };

/** How many inputs are named: more are noise, and `--json` has all. */
const mostInputs = 10;

export function presentSize(report: SizeReport): string {
  const { feature, measured, against, own, runtime, totals } = report;
  const title = 'build' in measured ? `${feature}, as built in ${measured.build}` : `${feature} ${measured.version}`;
  const rows = [
    ['', 'raw', 'gzip', 'brotli', ...(against === undefined ? [] : [`brotli since ${against}`])],
    ...own
      .filter(isThere)
      .map(({ role, files, ...sizes }) => row(`${what[role]}${files.length > 1 ? ` (${files.length} files)` : ''}`, sizes)),
    row('its own, before it shows anything', totals.first),
    ...(totals.own.now.raw === totals.first.now.raw ? [] : [row('its own, all', totals.own)]),
    ...(runtime ? [[`${shared(runtime, against)}:`]] : []),
    ...(runtime?.layers ?? []).map(({ file, when: time, ...sizes }) => row(`  ${file}, ${when[time]}`, sizes)),
    ...(runtime ? [row('alone on a page, before it shows anything', totals.alone)] : []),
  ];
  return `${[title, ...columns(rows), ...inputsOf(report)].join('\n')}\n`;
}

const isThere = ({ now, before }: Compared): boolean => now.raw > 0 || (before?.raw ?? 0) > 0;

const row = (name: string, { now, before }: Compared): string[] => [
  name,
  kilobytes(now.raw),
  kilobytes(now.gzip),
  kilobytes(now.brotli),
  ...(before ? [changeBetween(before.brotli, now.brotli)] : []),
];

function shared({ name, before }: NonNullable<SizeReport['runtime']>, against: string | undefined): string {
  if (name === undefined) return `no runtime any more: it brings its own Angular; ${against} shared ${before}`;
  const change =
    against === undefined || before === name ? '' : before === undefined ? `; ${against} brought its own Angular` : `; before, ${before}`;
  return `runtime ${name}, shared with the page's other features on it${change}`;
}

/** Names to the left, figures to the right; a row of one cell is a heading and widens nothing. */
function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) =>
    Math.max(...rows.filter(({ length }) => length > 1).map((cells) => cells[column]?.length ?? 0)),
  );
  return rows.map((cells) =>
    cells
      .map((cell, column) => (cells.length === 1 ? cell : column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)))
      .join('  ')
      .trimEnd(),
  );
}

function inputsOf({ grew, inputs, against }: SizeReport): string[] {
  if (grew) {
    if (grew.length === 0) return [];
    const shown = grew.length > mostInputs ? [...grew.slice(0, mostInputs / 2), ...grew.slice(-mostInputs / 2)] : grew;
    return [
      '',
      `What changed most in its own files since ${against}, in minified bytes:`,
      ...columns(
        shown.map(({ input, bytes, before }) => [
          input,
          signed(bytes - before),
          before === 0 ? 'new' : bytes === 0 ? 'gone' : `was ${kilobytes(before)}`,
        ]),
      ),
      ...(shown.length < grew.length ? [`and ${grew.length - shown.length} more: --json has all`] : []),
    ];
  }
  if (!inputs) return [];
  return [
    '',
    'Where its own bytes come from, minified:',
    ...columns(inputs.slice(0, mostInputs).map(({ input, bytes }) => [input, kilobytes(bytes)])),
  ];
}
