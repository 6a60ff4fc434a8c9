/** What of a remote one feature may see: the branches that exist for it, its tags, and their notes. */
import semver from 'semver';
import type { LayoutBranch } from '../history/layouts.ts';
import type { DifferenceName } from '../intended-differences.ts';
import type { Facts, OracleFeature } from './read-facts.ts';

export interface FeatureRefs {
  /** `<object> <ref>` */
  readonly refs: readonly string[];
  /** Its newest tag between the release commit and the tip of the branch. */
  readonly newer?: string;
}

/** A maintenance branch like `questionnaire-1.x` is that feature's alone. */
export const isOfAnother = (branch: string, feature: string, { features }: Facts): boolean =>
  features.some(({ name }) => name !== feature && branch.startsWith(`${name}-`) && /^\d+\.x$/.test(branch.slice(name.length + 1)));

/** @param branch that is released from; it stands at the release commit, wherever its remote is */
export async function refsFor(options: {
  feature: OracleFeature;
  branch: LayoutBranch;
  facts: Facts;
  note: (difference: DifferenceName) => void;
}): Promise<FeatureRefs> {
  const { feature, branch, facts, note } = options;
  const versionIn = (tag: string): string => tag.slice(feature.name.length + 2);
  const isOwnTag = (tag: string): boolean => {
    if (!tag.startsWith(`${feature.name}-v`)) {
      note('own tags');
      return false;
    }
    const version = versionIn(tag);
    const isExact = semver.valid(version) === version;
    if (!isExact && semver.valid(semver.clean(version))) note('exact versions');
    return isExact;
  };

  const refs = facts.refs.flatMap((line) => {
    const [object = '', ref = ''] = line.split(' ');
    const [, space, ...names] = ref.split('/');
    const name = names.join('/');
    if (space === 'tags') return isOwnTag(name) ? [line] : [];
    if (space === 'notes') return isOwnTag(name.replace('semantic-release-', '')) ? [line] : [];
    if (isOfAnother(name, feature.name, facts)) {
      note('branch of one feature');
      return [];
    }
    return [`${name === branch.name ? facts.commit : object} ${ref}`];
  });

  const tip = facts.refs.find((line) => line.endsWith(` refs/heads/${branch.name}`))!.split(' ')[0]!;
  if (tip === facts.commit) return { refs };
  note('release commit');
  const between = [`--merged=${tip}`, `--no-merged=${facts.commit}`, `--contains=${facts.commit}`];
  const listing = await facts.ask('tag', '--list', `${feature.name}-v*`, ...between);
  const newer = listing
    .split('\n')
    .filter((tag) => tag && isOwnTag(tag) && (branch.kind === 'prerelease' || !semver.prerelease(versionIn(tag))))
    .sort((a, b) => semver.rcompare(versionIn(a), versionIn(b)))[0];
  return { refs, ...(newer !== undefined && { newer }) };
}
