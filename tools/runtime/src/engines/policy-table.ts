/** The table of docs/integrity.md, made of the one that the tests assert. */
import { changedFiles, type ChangedFile } from './changes.ts';
import { engineNames, type EngineName } from './engine.ts';
import { policies, type Policy } from './policies.ts';

const titles: Readonly<Record<EngineName, string>> = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' };

/** Markdown: a row for each policy, a column for each engine, and below the reasons for what is not enforced. */
export function policyTable(): string {
  const reasons: string[] = [];
  const cell = ({ known }: Policy, engine: EngineName): string => {
    const exception = known?.[engine];
    if (!exception) return 'every file';
    if (!reasons.includes(exception.why)) reasons.push(exception.why);
    return `${stopped(exception.runs)} (${reasons.indexOf(exception.why) + 1})`;
  };
  const rows = policies.map((policy) => [
    policy.example ? `${policy.name}: \`${policy.example}\`` : policy.name,
    ...engineNames.map((engine) => cell(policy, engine)),
  ]);
  const header = ['policy of the page', ...engineNames.map((engine) => titles[engine])];
  const lines = [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [lines.join('\n'), ...(reasons.length ? [reasons.map((why, index) => `${index + 1}. ${why}`).join('\n')] : [])].join('\n\n');
}

function stopped(runs: readonly ChangedFile[]): string {
  const left = changedFiles.filter((file) => !runs.includes(file));
  return left.length < runs.length ? `${left.join(', ')} alone` : `all but ${runs.join(', ')}`;
}
