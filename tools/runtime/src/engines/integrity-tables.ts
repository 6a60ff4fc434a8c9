/** The tables of docs/integrity.md, made of those that the engines are held to. */
import { changedFiles, type ChangedFile } from './changes.ts';
import { defences } from './defence-rows.ts';
import { type EngineName, engineNames } from './engine.ts';
import { policies, type Policy } from './policies.ts';
import { type Sent, sendings } from './tampering-edge.ts';

const titles: Readonly<Record<EngineName, string>> = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKit' };

/** Markdown: what each engine checks when it has only one of the two, on a page that has an import map of its own. */
export function defenceTable(): string {
  const all = Object.keys(sendings) as Sent[];
  const cell = (passes: readonly Sent[]): string => {
    if (passes.length === 0) return 'every file';
    if (passes.length === all.length) return 'nothing';
    return `only what is sent ${all.filter((sent) => !passes.includes(sent)).join(' or ')}`;
  };
  return tableOf(
    'checked by',
    defences.map(({ alone, passes }) => [alone, ...engineNames.map((engine) => cell(passes[engine]))]),
  );
}

/** Markdown: a row for each policy, and below the reasons for what is not enforced. */
export function policyTable(): string {
  const reasons: string[] = [];
  const because = (why: string): string => {
    if (!reasons.includes(why)) reasons.push(why);
    return `(${reasons.indexOf(why) + 1})`;
  };
  const cell = ({ known, stops }: Policy, engine: EngineName): string => {
    const lapse = known?.[engine];
    if (lapse) return `${stopped(lapse.runs)} ${because(lapse.why)}`;
    const stop = stops?.[engine];
    return stop ? `every file, and ${stop.words} ${because(stop.why)}` : 'every file';
  };
  const rows = policies.map((policy) => [
    policy.example ? `${policy.name}: \`${policy.example}\`` : policy.name,
    ...engineNames.map((engine) => cell(policy, engine)),
  ]);
  return [tableOf('policy of the page', rows), reasons.map((why, index) => `${index + 1}. ${why}`).join('\n')].join('\n\n');
}

function stopped(runs: readonly ChangedFile[]): string {
  const left = changedFiles.filter((file) => !runs.includes(file));
  return left.length < runs.length ? `${left.join(', ')} alone` : `all but ${runs.join(', ')}`;
}

function tableOf(corner: string, rows: readonly (readonly string[])[]): string {
  const header = [corner, ...engineNames.map((engine) => titles[engine])];
  return [header, header.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
