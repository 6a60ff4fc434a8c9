/** From what a run did to what it says about each feature. Pure. */
import { type Edge, artefactKey } from '@pintag/cdn';
import { type FeatureResult, failedResult } from './feature-result.ts';
import type { ReleaseTag } from '../git/repository.ts';
import type { Plan, UnplannedFeature } from '../plan/plan.ts';
import type { Published } from '../publish/publish-all.ts';
import type { TagStanding } from '../reconcile/tag-standings.ts';

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

export interface UnplannedOptions {
  readonly except?: readonly string[];
  /** By tag, of the tags on the planned commit. */
  readonly standings: ReadonlyMap<string, TagStanding>;
}

/** The features that this run had nothing to do for, unless another result speaks of them already. */
export function unplannedResults(
  plan: Plan,
  tags: readonly ReleaseTag[],
  results: readonly FeatureResult[],
  { except = [], standings }: UnplannedOptions,
): FeatureResult[] {
  const told = new Set(results.map(({ feature }) => feature));
  const unplanned = plan.others
    .filter(({ feature, why }) => !told.has(feature) || why === 'superseded' || why === 'failed')
    .map((other) => unplannedResult(other, plan, tags, standings));
  const named = new Set([...told, ...plan.others.map(({ feature }) => feature)]);
  const skipped = except
    .filter((feature) => !named.has(feature))
    .map((feature): FeatureResult => ({ feature, status: 'skipped', reason: 'Left out by request.' }));
  return [...unplanned, ...skipped];
}

function unplannedResult(
  { feature, version, why, by, message }: UnplannedFeature,
  plan: Plan,
  tags: readonly ReleaseTag[],
  standings: UnplannedOptions['standings'],
): FeatureResult {
  const about = { feature, ...(version && { version }) };
  if (why === 'failed') return { ...about, status: 'failed', reason: message ?? 'It could not be planned.' };
  if (why === 'other-branch') return { ...about, status: 'unchanged', reason: `${plan.branch} does not release it.` };
  if (why === 'superseded')
    return { ...about, status: 'superseded', reason: `${by ?? 'A later commit'} is released from a commit that contains this one.` };
  const here = tags.filter((tag) => tag.feature === feature && tag.commit === plan.commit);
  const told = toTell.flatMap((standing) => here.filter(({ tag }) => standings.get(tag) === standing))[0];
  if (told) {
    const standing = standings.get(told.tag)!;
    return { feature, version: told.version, tag: told.tag, standing, ...aboutTag(told, standing) };
  }
  if (why === 'not-releasing')
    return { ...about, status: 'unchanged', reason: 'Its commits since then are of types that release nothing.' };
  return { ...about, status: 'unchanged', reason: 'No commit since then touches it.' };
}

/** Of several tags on the commit, the one that says most is told. */
const toTell: readonly TagStanding[] = ['released', 'adopted', 'unpublished', 'abandoned', 'foreign'];

function aboutTag({ feature, version, tag }: ReleaseTag, standing: TagStanding): Pick<FeatureResult, 'status' | 'reason'> {
  switch (standing) {
    case 'released':
      return { status: 'already-there', reason: `${tag} is this commit's release.` };
    case 'adopted':
      return { status: 'unchanged', reason: `${tag} was made by hand and adopted: ${feature} ${version} is on the CDN.` };
    case 'abandoned':
      return {
        status: 'unchanged',
        reason: `${feature} ${version} was abandoned, and nothing can be loaded from it: the next commit that releases ${feature} takes the next number.`,
      };
    case 'unpublished':
      return { status: 'unchanged', reason: `${tag} has no record that can be read: \`pintag reconcile --check\` says what to do.` };
    case 'foreign':
      return {
        status: 'unchanged',
        reason: `${tag} was not made by a release, and ${feature} ${version} is not on the CDN: \`pintag reconcile --adopt ${tag}\` publishes it.`,
      };
  }
}
