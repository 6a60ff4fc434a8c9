/** The tables of pages, and what was to be reached. */
import { markdownTable } from '../report/markdown-table.ts';
import { median, withSpread } from '../report/statistics.ts';
import { verdictOf } from '../report/verdict.ts';
import type { LaterVisits } from './later-visits.ts';
import type { PageRow } from './page-rows.ts';
import { describeTarget, type Reached, reachedTargets } from './targets.ts';
import { variantLabel } from './variants.ts';

export function presentPages(rows: readonly PageRow[], later: readonly LaterVisits[]): string {
  const slowdowns = [...new Set(rows.map(({ cpuSlowdown }) => cpuSlowdown))];
  return [
    '### Bytes and requests',
    markdownTable([bytesHeading, ...rows.filter(({ cpuSlowdown }) => cpuSlowdown === slowdowns[0]).map(bytesRow)]),
    ...slowdowns.flatMap((slowdown) => [
      `### Time, CPU ${slowdown}×`,
      markdownTable([timeHeading, ...rows.filter(({ cpuSlowdown }) => cpuSlowdown === slowdown).map((row) => timeRow(row, rows))]),
    ]),
    '### Later visits',
    ...(later.length ? [markdownTable([laterHeading, ...later.map(laterRow)])] : ['Only looked at with the page of 10.']),
    '### What was to be reached',
    markdownTable([targetHeading, ...reachedTargets(rows).map(targetRow), ...later.flatMap(laterTargets)]),
  ].join('\n\n');
}

const labelsOf = ({ page, feature, variant, surface }: PageRow): [string, string] => [
  `${page}${feature ? ` (${feature})` : ''}`,
  variantLabel({ name: variant, surface }),
];

const bytesHeading = ['page', 'variant', 'raw', 'gzip', 'brotli', 'requests'];
const bytesRow = (row: PageRow): string[] => {
  const { raw, gzip, brotli } = row.bytes;
  return [...labelsOf(row), ...[raw, gzip, brotli, row.requests].map(grouped)];
};

const timeHeading = ['page', 'variant', 'first visible, ms', 'last visible, ms', '× self-contained', 'long tasks, ms'];
const timeRow = (row: PageRow, rows: readonly PageRow[]): string[] => {
  const alone = rows.find(
    ({ page, feature, variant, cpuSlowdown }) =>
      page === row.page && feature === row.feature && variant === 'self-contained' && cpuSlowdown === row.cpuSlowdown,
  );
  const ratio = alone ? (median(row.lastVisibleMs) / median(alone.lastVisibleMs)).toFixed(2) : '–';
  return [...labelsOf(row), withSpread(row.firstVisibleMs, 0), withSpread(row.lastVisibleMs, 0), ratio, withSpread(row.longTaskMs, 0)];
};

const laterHeading = ['variant', 'first page', 'second page', 'third page, one of ten upgraded', 'of these not the upgraded feature’s own'];
const laterRow = ({ variant, first, second, upgraded, strangers }: LaterVisits): string[] => [
  variantLabel(variant),
  ...[first, second, upgraded, strangers].map(({ length }) => `${length}`),
];

const targetHeading = ['figure', 'against', 'at most', 'measured', 'verdict'];
const targetRow = (reached: Reached): string[] => {
  const { target, ratio } = reached;
  return [describeTarget(reached), target.against, `${target.most.toFixed(2)} ×`, `${ratio.toFixed(3)} ×`, verdictOf(ratio, target.most)];
};

const laterTargets = ({ variant, second, upgraded, strangers }: LaterVisits): string[][] => [
  [`requests of a second page, ${variantLabel(variant)}`, '–', '0', `${second.length}`, verdict(second.length === 0)],
  [
    `files of others after an upgrade, ${variantLabel(variant)}`,
    '–',
    '0',
    `${strangers.length}`,
    verdict(strangers.length === 0 && upgraded.length > 0),
  ],
];
const verdict = (isMet: boolean): string => (isMet ? 'met' : 'missed');

const grouped = (value: number): string => value.toLocaleString('en');
