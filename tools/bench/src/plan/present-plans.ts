/** The tables of one case. */
import { markdownTable } from '../report/markdown-table.ts';
import { median, withSpread } from '../report/statistics.ts';
import type { ComparedPlans, PlanRuns, Start } from './compare-plans.ts';

export function presentPlans({ case: name, what, shimMs, results }: ComparedPlans): string {
  const ours = results.find(({ tool, start, runs }) => tool === 'pintag' && start === 'cold' && runs.length > 0);
  const measured = results.filter(({ runs }) => runs.length > 0);
  const troubled = results.filter(({ trouble }) => trouble !== undefined);
  return [
    `### ${name}`,
    `${what[0]!.toUpperCase()}${what.slice(1)}.`,
    ...(measured.length ? [markdownTable([heading, ...measured.map((runs) => row(runs, ours))])] : []),
    ...(troubled.length ? [troubled.map(({ tool, start, trouble }) => `- ${label(tool, start)}: ${trouble}.`).join('\n')] : []),
    `Counting adds ${shimMs.toFixed(1)} ms to each call of git; it is in the figures.`,
    ...(ours
      ? [
          'Where the time of `pintag plan` goes (medians of the cold runs):',
          ours.timings.some(({ length }) => length > 0) ? phases(ours) : 'This version of `pintag` writes no timings.',
        ]
      : []),
  ].join('\n\n');
}

const heading = [
  'tool',
  'wall s (spread)',
  '× ours',
  'CPU s (spread)',
  '× ours',
  'largest process, MiB',
  'git processes',
  'contacts',
  'releases planned',
];

function row({ tool, start, runs, gitProcesses, contacts, releases }: PlanRuns, ours: PlanRuns | undefined): string[] {
  const over = runs.some(({ exitCode }) => exitCode === undefined);
  const columns = (['wallSeconds', 'cpuSeconds'] as const).flatMap((figure) => {
    const values = runs.map((run) => run[figure]);
    const ratio = ours ? (median(values) / median(ours.runs.map((run) => run[figure]))).toFixed(2) : '–';
    return over ? [`over ${Math.max(...values).toFixed(0)}`, `over ${ratio}`] : [withSpread(values, 2), ratio];
  });
  const peak = Math.max(...runs.map(({ peakMiB }) => peakMiB)).toFixed(0);
  const least = over ? 'over ' : '';
  return [
    label(tool, start),
    ...columns,
    peak,
    `${least}${gitProcesses}`,
    `${least}${contacts}`,
    releases === undefined ? '–' : `${releases}`,
  ];
}

const starts: Readonly<Record<Start, string>> = { fresh: ', first time on a machine', cold: '', warm: ', graph cached' };
const label = (tool: string, start: Start): string => `${tool}${starts[start]}`;

/** The phases know the CPU time of their own process; the last line is what is left of the whole. */
function phases({ timings, runs }: PlanRuns): string {
  const names = [...new Set(timings.flatMap((run) => run.map(({ phase }) => phase)))];
  const seconds = (figure: 'wallMs' | 'cpuMs', counts: (phase: string) => boolean): number[] =>
    timings.map((run) => run.filter(({ phase }) => counts(phase)).reduce((sum, timing) => sum + timing[figure], 0) / 1_000);
  const rows = names.map((name) => [
    name,
    ...(['wallMs', 'cpuMs'] as const).map((figure) => median(seconds(figure, (phase) => phase === name)).toFixed(2)),
  ]);
  const rest = (['wall', 'cpu'] as const).map((figure) => {
    const covered = seconds(`${figure}Ms`, () => true);
    return Math.max(0, median(runs.map((run, index) => run[`${figure}Seconds`] - (covered[index] ?? 0)))).toFixed(2);
  });
  return markdownTable([['phase', 'wall s', 'CPU s of this process'], ...rows, ['git, Nx and what no phase covers', ...rest]]);
}
