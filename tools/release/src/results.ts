/** From what a run did to what it says about each feature. Pure. */
import { type Edge, artefactKey } from '@pintag/cdn';
import { type FeatureResult, failedResult } from './feature-result.ts';
import type { ReleaseTag } from './git/repository.ts';
import type { Plan, UnplannedFeature } from './plan/plan.ts';
import type { Published } from './publish/publish-all.ts';

/** @param raced tags that this run wanted to make and another one made. */
export function publishedResults(
  published: readonly Published[],
  { origin }: Pick<Edge, 'origin'>,
  raced: ReadonlySet<string> = new Set(),
): FeatureResult[] {
  return published.map((one) => {
    const { tag, as } = one.job;
    const { feature, version } = tag;
    if ('failure' in one) return failedResult(feature, version, one.failure);
    const { entry, files } = one.publication.record;
    const integrity = files.find(({ path }) => path === entry)?.integrity;
    const status = raced.has(tag.tag) && as === 'repaired' ? 'already-there' : as;
    return { feature, status, version, url: `${origin}/${artefactKey(feature, version, entry)}`, ...(integrity && { integrity }) };
  });
}

/** The features that this run had nothing to do for, unless another result speaks of them already. */
export function unplannedResults(
  plan: Plan,
  tags: readonly ReleaseTag[],
  results: readonly FeatureResult[],
  { except = [] }: { readonly except?: readonly string[] },
): FeatureResult[] {
  const told = new Set(results.map(({ feature }) => feature));
  const unplanned = plan.others
    .filter(({ feature, why }) => !told.has(feature) || why === 'superseded' || why === 'failed')
    .map((other) => unplannedResult(other, plan, tags));
  const named = new Set([...told, ...plan.others.map(({ feature }) => feature)]);
  const skipped = except
    .filter((feature) => !named.has(feature))
    .map((feature): FeatureResult => ({ feature, status: 'skipped', reason: 'Left out by request.' }));
  return [...unplanned, ...skipped];
}

function unplannedResult({ feature, version, why, by, message }: UnplannedFeature, plan: Plan, tags: readonly ReleaseTag[]): FeatureResult {
  const about = { feature, ...(version && { version }) };
  if (why === 'failed') return { ...about, status: 'failed', reason: message ?? 'It could not be planned.' };
  if (why === 'other-branch') return { ...about, status: 'unchanged', reason: `${plan.branch} does not release it.` };
  if (why === 'superseded')
    return { ...about, status: 'superseded', reason: `${by ?? 'A later commit'} is released from a commit that contains this one.` };
  const here = tags.find((tag) => tag.feature === feature && tag.commit === plan.commit);
  if (here) return { ...about, version: here.version, status: 'already-there', reason: `${here.tag} is this commit's release.` };
  if (why === 'not-releasing')
    return { ...about, status: 'unchanged', reason: 'Its commits since then are of types that release nothing.' };
  return { ...about, status: 'unchanged', reason: 'No commit since then touches it.' };
}
