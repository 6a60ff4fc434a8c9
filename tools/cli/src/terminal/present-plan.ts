/** A plan as a person reads it: what goes out, why, and what does not. */
import type { Plan, PlannedRelease, Reason, UnplannedFeature } from '@pintag/release';
import { createColors } from 'picocolors';
import { printable } from './printable.ts';

export function presentPlan(plan: Plan, { colour, noun = 'Plan' }: { readonly colour: boolean; readonly noun?: string }): string {
  const { bold, dim } = createColors(colour);
  const lines = [`${noun} for ${plan.commit.slice(0, 8)} on ${plan.branch}`, ''];
  if (plan.releases.length === 0) lines.push('Nothing to release.', '');
  for (const release of plan.releases) {
    lines.push(
      bold(headline(release)),
      ...release.reasons.filter(counts).map((reason) => `  ${because(reason, dim)}`),
      ...silent(release.reasons).map(dim),
      `  ${dim(release.urls.entry)}`,
      '',
    );
  }
  if (plan.others.length) lines.push(...plan.others.map((other) => dim(standing(other))), '');
  if (plan.ignored.length) {
    lines.push(
      `Not Conventional Commits, so they count for nothing:`,
      ...plan.ignored.map(({ commit, subject }) => `  ${commit.slice(0, 8)}  ${subject}`),
      '',
    );
  }
  return `${lines.join('\n').trimEnd()}\n`;
}

export const headline = ({
  feature,
  from,
  to,
  bump,
  channel,
}: Pick<PlannedRelease, 'feature' | 'from' | 'to' | 'bump' | 'channel'>): string =>
  `${feature}  ${from ? `${from} → ${to}` : `${to} (first release)`}  ${bump}${channel ? `  on channel ${channel}` : ''}`;

/** A line about a commit that counts. */
export function because({ commit, subject, kind, file, through, bump }: Reason, dim: (text: string) => string): string {
  const via = kind === 'dependency' || kind === 'lock-file' ? `through ${through?.slice(1).join(' → ') ?? 'a dependency'}` : undefined;
  const where = [via, kind === 'shared-file' ? 'shared file' : undefined, file && printable(file)].filter(Boolean).join(', ');
  return `${commit.slice(0, 8)}  ${(bump ?? 'none').padEnd(5)}  ${subject}  ${dim(where)}`;
}

/** A sentence about a feature that stays as it is. */
export function standing({ feature, version, why, by, message }: UnplannedFeature): string {
  const at = version ? `${feature} stays at ${version}` : `${feature} has no version yet`;
  const reasons: Record<UnplannedFeature['why'], string> = {
    unchanged: 'no commit counts for it.',
    'not-releasing': 'its commits have types that release nothing.',
    superseded: `superseded by ${by ?? 'a later tag'}, made from a later commit.`,
    'other-branch': 'this branch releases another feature.',
    failed: `no version could be found: ${message ?? 'semantic-release gave no reason'}.`,
  };
  return `${at}: ${reasons[why]}`;
}

export const counts = ({ kind, bump }: Reason): boolean => bump !== undefined || kind === 'promotion';

export function silent(reasons: readonly Reason[]): string[] {
  const number = reasons.filter((reason) => !counts(reason)).length;
  return number ? [`  and ${number} ${number === 1 ? 'commit' : 'commits'} of types that release nothing`] : [];
}
