/** What does not agree between git and the CDN, what was healed of it and what is left, as a person reads it. */
import { newestFirst } from '@pintag/cdn';
import { type Discrepancy, isCalm, type LeftDiscrepancy } from '@pintag/release';
import { createColors } from 'picocolors';

interface Looks {
  readonly colour: boolean;
}

/** A repository that adopts Pintag may have thousands of tags from before. */
const few = 5;

/** What `reconcile --check` found. */
export function presentDiscrepancies(discrepancies: readonly Discrepancy[], looks: Looks): string {
  if (discrepancies.length === 0) return 'Tags, notes, records, receipts, objects, lists, index and channels agree.\n';
  return `${presentGroups(discrepancies, looks)}${summary(discrepancies)}`;
}

function summary(discrepancies: readonly Discrepancy[]): string {
  const wrong = discrepancies.filter((one) => !isCalm(one));
  if (wrong.length === 0) {
    const isTag = discrepancies.some(({ kind }) => kind === 'foreign-tag');
    return `Everything else agrees${isTag ? ', and no tag has to be adopted' : ''}.\n`;
  }
  const healable = wrong.filter(({ healing }) => healing === 'unasked').length;
  const heals = healable === 0 ? '' : ` \`pintag reconcile\` heals ${healable === wrong.length ? 'all of it' : `${healable} of them`}.`;
  return `${things(wrong.length)} not agree.${heals} docs/repair.md explains each.\n`;
}

/** What `reconcile` healed, and what it left and why. */
export function presentHealing(
  { healed, left }: { readonly healed: readonly Discrepancy[]; readonly left: readonly LeftDiscrepancy[] },
  looks: Looks,
): string {
  const { bold, green } = createColors(looks.colour);
  const shown = healed.slice(0, few * 4);
  const lines = shown.map((one) => `${bold(about(one))}  ${green('healed')}  ${one.kind}\n  It was: ${one.message}\n`);
  const more = healed.length > shown.length ? `And ${healed.length - shown.length} more are healed; \`--json\` lists them all.\n` : '';
  return `${lines.join('')}${more}${presentGroups(left, looks)}`;
}

function presentGroups(discrepancies: readonly (Discrepancy | LeftDiscrepancy)[], looks: Looks): string {
  const groups = Map.groupBy(discrepancies, ({ kind }) => kind);
  return [...groups.values()]
    .flatMap((group) => (group.length > few ? [presentGroup(group, looks)] : group.map((one) => presentOne(one, looks))))
    .join('');
}

function presentOne(one: Discrepancy | LeftDiscrepancy, { colour }: Looks): string {
  const { bold, dim, yellow } = createColors(colour);
  const { kind, key, message, remedy } = one;
  const why = 'why' in one ? `  ${yellow('left')}  ${one.why}\n` : '';
  return `${bold(about(one))}  ${kind}\n  ${message}${key ? `  ${dim(key)}` : ''}\n${why}  ${remedy}\n`;
}

/** Many of one kind: a few of them, the number, and the remedy once. */
function presentGroup(group: readonly (Discrepancy | LeftDiscrepancy)[], { colour }: Looks): string {
  const { bold, dim, yellow } = createColors(colour);
  const sorted = [...group].sort((a, b) => (a.version && b.version ? newestFirst({ version: a.version }, { version: b.version }) : 0));
  const names = new Set(group.map(({ feature, runtime }) => feature ?? runtime ?? 'index'));
  const first = sorted[0]!;
  const why = 'why' in first ? `  ${yellow('left')}  ${first.why}\n` : '';
  return [
    `${bold(first.kind)}  ${group.length.toLocaleString('en')} of ${names.size === 1 ? [...names].join() : `${names.size} ${first.runtime ? 'runtimes' : 'features'}`}\n`,
    ...sorted.slice(0, few).map(({ message }) => `  ${message}\n`),
    `  ${dim(`And ${(group.length - few).toLocaleString('en')} more; \`--json\` lists them all.`)}\n`,
    `${why}  For ${about(first)}, and in the same way for the others: ${first.remedy}\n`,
  ].join('');
}

const about = ({ feature, version, runtime, channel }: Discrepancy): string =>
  channel ? `${channel} of ${feature}` : version ? `${feature}@${version}` : (feature ?? (runtime ? `runtime ${runtime}` : 'index'));

const things = (count: number): string => (count === 1 ? 'One thing does' : `${count.toLocaleString('en')} things do`);
