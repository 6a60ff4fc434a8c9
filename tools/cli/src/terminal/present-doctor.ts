/** What `pintag doctor` found, as a person reads it: a line a check, what to do below the ones that need it, and how it stands at the end. */
import { createColors } from 'picocolors';
import type { Diagnosis, Finding, Outcome } from '../doctor/check.ts';
import { printable } from './printable.ts';

const marks: Readonly<Record<Outcome, string>> = { ok: 'ok', warning: 'warning', failed: 'failed', skipped: 'skipped' };
const width = Math.max(...Object.values(marks).map(({ length }) => length));

export function presentDiagnosis({ checks }: Diagnosis, { colour }: { readonly colour: boolean }): string {
  const { bold, dim, green, red, yellow } = createColors(colour);
  const tint = { ok: green, warning: yellow, failed: red, skipped: dim } as const;
  const names = Math.max(...checks.map(({ name }) => name.length));
  const indent = ' '.repeat(width + 2 + names + 2);
  const lines = checks.map((finding) => {
    const { name, outcome } = finding;
    const head = `${tint[outcome](marks[outcome].padEnd(width))}  ${bold(name.padEnd(names))}  ${told(finding)}`;
    return 'remedy' in finding ? `${head}\n${indent}${finding.remedy}` : head;
  });
  return `${lines.join('\n')}\n\n${summary(checks)}\n`;
}

const told = (finding: Finding): string => printable(finding.outcome === 'skipped' ? finding.why : finding.found);

function summary(checks: readonly Finding[]): string {
  const of = (outcome: Outcome) => checks.filter((finding) => finding.outcome === outcome).length;
  const counts = [
    `${of('ok')} of ${checks.length} in order`,
    ...(of('warning') > 0 ? [`${of('warning')} ${of('warning') === 1 ? 'warning' : 'warnings'}`] : []),
    ...(of('failed') > 0 ? [`${of('failed')} failed`] : []),
    ...(of('skipped') > 0 ? [`${of('skipped')} skipped`] : []),
  ];
  return `${counts.join(', ')}.`;
}
