/** From what was decided for a feature to what the plan says of it. Pure. */
import { artefactKey, recordKey } from '@pintag/cdn/layout';
import type { InheritedCommit } from './analyse-commits.ts';
import type { DecidedVersion, Decision } from './decide-version.ts';
import type { Bump, PlannedRelease, Reason, UnplannedFeature } from './plan.ts';
import type { Standing } from './standings.ts';

/** Name and latest version, for a feature that gets no release. */
export const unplanned = ({ feature, last }: Standing): { readonly feature: string; readonly version?: string } => ({
  feature: feature.name,
  ...(last && { version: last.version }),
});

/** Where nothing was found, commits that there were cancel each other out. */
export const verdict = (
  decision: Exclude<Decision, DecidedVersion>,
  reasons: readonly Reason[],
): Pick<UnplannedFeature, 'why' | 'message'> =>
  decision.kind === 'failed' ? { why: 'failed', message: decision.why } : { why: reasons.length > 0 ? 'not-releasing' : 'unchanged' };

export function inherit({ kind, commit: hash, bump, through, file }: Reason, dependencyBump: Bump | 'own'): InheritedCommit[] {
  if (kind === 'own' || kind === 'promotion' || !bump) return [];
  const as = kind === 'lock-file' ? 'patch' : dependencyBump;
  return [{ hash, as, scope: through?.at(-1) ?? file ?? kind, via: through ? through.join(' → ') : `every feature depends on ${file}` }];
}

export function describeRelease(
  { feature, tags }: Standing,
  reasons: readonly Reason[],
  { kind, from, version, bump, channel, tag }: DecidedVersion & { readonly kind: 'release' | 'promotion' },
  tagged: string | undefined,
): PlannedRelease {
  const promotes = kind === 'promotion' ? tagged : undefined;
  const fromCommit = tags.find((tag) => tag.version === from)?.commit;
  return {
    feature: feature.name,
    element: feature.element,
    ...(from !== undefined && { from }),
    ...(fromCommit !== undefined && { fromCommit }),
    to: version,
    bump,
    channel,
    tag,
    reasons: promotes === undefined ? reasons : [promotion(tag, promotes, channel)],
    urls: { entry: `/${artefactKey(feature.name, version, 'main.js')}`, record: `/${recordKey(feature.name, version)}` },
    ...(promotes !== undefined && { promotes }),
  };
}

const promotion = (tag: string, commit: string, channel: string | null): Reason => ({
  kind: 'promotion',
  commit,
  subject: `${tag} was merged and comes to ${channel === null ? 'the default channel' : `the channel ${channel}`}`,
});
