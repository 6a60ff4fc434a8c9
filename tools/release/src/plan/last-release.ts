/** Which version a feature's next release on a branch follows: semantic-release's own rule (lib/get-last-release.js), to know without running it. */
import { isFeatureName } from '@pintag/cdn/features';
import semver from 'semver';
import type { ReleaseBranch } from '../git/release-branches.ts';

export interface FeatureTag {
  readonly tag: string;
  readonly version: string;
  readonly commit: string;
  /** As its note says; `null` is the default channel, and what a tag without a note is on. */
  readonly channels: readonly (string | null)[];
}

/** @param tags of one feature, contained in the release commit */
export function lastRelease(tags: readonly FeatureTag[], branch: ReleaseBranch): FeatureTag | undefined {
  return tags
    .filter(({ version, channels }) => {
      const identifiers = semver.prerelease(version);
      return (
        !identifiers || (branch.prerelease !== undefined && identifiers.includes(branch.prerelease) && channels.includes(branch.channel))
      );
    })
    .sort((a, b) => semver.rcompare(a.version, b.version))[0];
}

/** Whether `last` was merged from another branch's channel and is not yet on this one's. */
export const isPromotion = (last: FeatureTag, branch: ReleaseBranch): boolean =>
  branch.kind !== 'prerelease' && !last.channels.includes(branch.channel);

/** `questionnaire-v1.1.0` → feature and version; `undefined` for any other tag, also of a name that no feature can have. */
export function parseTag(tag: string): { readonly feature: string; readonly version: string } | undefined {
  const { feature, version } = /^(?<feature>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)-v(?<version>\d[^/]*)$/.exec(tag)?.groups ?? {};
  return feature && version && semver.valid(version) === version && isFeatureName(feature) ? { feature, version } : undefined;
}
