/** What a run released, as the summary of a workflow's step. Commits, paths and what a build said are somebody else's words, and stay words. */
import type { FeatureResult, PlannedRelease, ReleaseResult, VersionFacts } from '@pintag/release';
import { asBlock, asCode } from './escape-markdown.ts';
import { kilobytes } from './kilobytes.ts';
import { counts } from './present-plan.ts';
import { folded, list } from './markdown-parts.ts';
import { presentTally } from './present-results.ts';
import type { failuresIn } from './report-failure.ts';

/** GitHub shows a mebibyte of a job's summary, and other steps may want some of it. Characters. */
const longest = 500_000;
/** Of one feature; the rest is counted. */
const shownReasons = 20;

export interface SummarisedRelease {
  readonly result: Pick<ReleaseResult, 'plan' | 'features'>;
  /** By feature and version, `calendar@1.0.1`; what is not known is left out. */
  readonly facts: ReadonlyMap<string, VersionFacts>;
}

export function releaseAsMarkdown({ result, facts }: SummarisedRelease): string {
  const { plan, features } = result;
  const failed = features.filter(({ status }) => status === 'failed');
  const told = features.filter(({ status }) => status === 'released' || status === 'repaired' || status === 'planned');
  const head = [
    `### ${headline(features)}`,
    `Commit ${asCode(plan.commit.slice(0, 8))} of ${asCode(plan.branch)}.`,
    ...(told.length > 0 ? [table(told, plan.releases, facts)] : []),
    ...(failed.length > 0 ? ['#### What failed', list(failed.map(failure)), ...failed.filter(isLong).map(whole)] : []),
  ];
  const details = told.map((one) => about(one, plan.releases, facts)).filter((text) => text !== undefined);
  const tail = presentTally(features).trim();
  const text = [...head, ...details, ...(tail ? [tail] : [])].join('\n\n');
  if (text.length <= longest) return `${text}\n\n`;
  return `${[...head, 'Reasons and script tags would be too long here: `pintag tag` and `pintag explain` print them.', tail].join('\n\n').slice(0, longest)}\n\n`;
}

const nameOf = ({ feature, version }: FeatureResult): string => (version === undefined ? feature : `${feature}@${version}`);

function headline(features: readonly FeatureResult[]): string {
  const number = (...wanted: readonly FeatureResult['status'][]) => features.filter(({ status }) => wanted.includes(status)).length;
  const versions = (count: number) => `${count} ${count === 1 ? 'version' : 'versions'}`;
  const parts = [
    number('released', 'repaired') > 0 && `${versions(number('released', 'repaired'))} released`,
    number('planned') > 0 && `${versions(number('planned'))} to release`,
    number('failed') > 0 && `${number('failed')} failed`,
  ].filter(Boolean);
  return parts.length > 0 ? parts.join(', ') : 'Nothing to release';
}

function table(features: readonly FeatureResult[], planned: readonly PlannedRelease[], facts: SummarisedRelease['facts']): string {
  const rows = features.map((one) => {
    const { from } = planOf(one, planned) ?? {};
    const { sizes } = facts.get(nameOf(one)) ?? {};
    const size = (part: 'initial' | 'total') => (sizes ? kilobytes(sizes[part].brotli) : '');
    const version = `${from === undefined ? '' : `${from} → `}**${one.version ?? ''}**`;
    return `| ${[one.feature, version, one.status === 'planned' ? 'to release' : one.status, size('initial'), size('total')].join(' | ')} |`;
  });
  return ['| feature | version | | initial load, brotli | all scripts, brotli |', '| --- | --- | --- | --- | --- |', ...rows].join('\n');
}

const planOf = ({ feature, version }: FeatureResult, planned: readonly PlannedRelease[]): PlannedRelease | undefined =>
  planned.find((release) => release.feature === feature && release.to === version);

const failure = (one: FeatureResult): string =>
  [
    `**${nameOf(one)}**`,
    ...(one.code === undefined ? [] : [asCode(one.code)]),
    asCode((one.reason ?? 'It failed.').split('\n', 1)[0]!),
    ...(one.remedy === undefined ? [] : [asCode(one.remedy)]),
  ].join(' ');

/** The output of a build. */
const isLong = ({ reason }: FeatureResult): boolean => reason?.trim().includes('\n') ?? false;

const whole = (one: FeatureResult): string => folded(`All that ${nameOf(one)} failed with`, asBlock(one.reason!.trim(), 'text'));

/** Nothing when there is nothing to unfold. */
function about(one: FeatureResult, planned: readonly PlannedRelease[], facts: SummarisedRelease['facts']): string | undefined {
  const known = facts.get(nameOf(one));
  const counted = planOf(one, planned)?.reasons.filter(counts) ?? [];
  const lines = counted.slice(0, shownReasons).map(({ commit, bump, subject, through }) => {
    const way = through ? `, through ${asCode(through.slice(1).join(' → '))}` : '';
    return `${commit.slice(0, 8)} ${bump ?? ''} ${asCode(subject)}${way}`;
  });
  const more = counted.length - lines.length;
  const runtime = known?.sizes?.runtime;
  const text = [
    ...(lines.length > 0 ? [list([...lines, ...(more > 0 ? [`and ${more} more`] : [])])] : []),
    ...(one.reason === undefined ? [] : [asCode(one.reason)]),
    ...(known ? [asBlock(known.tag, 'html')] : []),
    ...(runtime === undefined ? [] : [`On top comes the runtime that features share: ${asCode(runtime)}.`]),
  ];
  if (text.length === 0) return undefined;
  return folded(known ? `Why ${nameOf(one)}, and its script tag` : `Why ${nameOf(one)}`, text.join('\n\n'));
}

/** Of a run that ended before it had a result. @param published versions that it had published by then */
export function failureAsMarkdown(
  failures: ReturnType<typeof failuresIn>,
  published: readonly { readonly feature: string; readonly version: string }[] = [],
): string {
  const told = failures.map(({ code, message, remedy }) =>
    [...(code === undefined ? [] : [asCode(code)]), asCode(message), ...(remedy === undefined ? [] : [asCode(remedy)])].join(' '),
  );
  const names = published.map(({ feature, version }) => asCode(`${feature}@${version}`)).join(', ');
  const before = names ? `Published before that: ${names}. Running it again finishes what is not finished.\n\n` : '';
  return `### The run ended early\n\n${list(told)}\n\n${before}`;
}
