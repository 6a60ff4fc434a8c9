/** Which versions a tag's integrity covers, and which to offer when one does not exist. Pure, over a version list. */
import { distance } from 'fastest-levenshtein';
import semver from 'semver';
import { PintagError } from '../errors.ts';
import type { VersionList, VersionRow } from '../records/release-record.ts';
import { newestFirst } from '../versions.ts';

/** So many releases before a version can be rolled back to by editing the URL and nothing else. */
const releasesBefore = 2;

/**
 * The row of `version`, then those of the two releases before it. Prereleases do not count as releases before a stable version.
 * @throws {PintagError} PT_VERSION_UNKNOWN
 */
export function coveredVersions(list: VersionList, version: string): VersionRow[] {
  const row = findVersion(list, version);
  const isStable = semver.prerelease(version) === null;
  const before = list.versions
    .filter((other) => semver.lt(other.version, version) && !(isStable && semver.prerelease(other.version)))
    .sort(newestFirst);
  return [row, ...before.slice(0, releasesBefore)];
}

/** @throws {PintagError} PT_VERSION_UNKNOWN */
export function findVersion(list: VersionList, version: string): VersionRow {
  const row = list.versions.find((candidate) => candidate.version === version);
  if (!row) throw new PintagError('PT_VERSION_UNKNOWN', { feature: list.feature, version, nearest: nearestVersions(list, version) });
  return row;
}

/** At most three versions that `wanted` may have meant, the likeliest first. */
export function nearestVersions({ versions }: VersionList, wanted: string): string[] {
  const meant = semver.parse(wanted) ?? semver.coerce(wanted);
  const far = ({ version }: VersionRow): readonly number[] => {
    const { major, minor, patch } = semver.parse(version)!;
    return meant
      ? [Math.abs(major - meant.major), Math.abs(minor - meant.minor), Math.abs(patch - meant.patch), distance(version, wanted)]
      : [distance(version, wanted)];
  };
  return [...versions]
    .sort(newestFirst)
    .map((row) => ({ row, far: far(row) }))
    .sort((a, b) => a.far.map((part, position) => part - b.far[position]!).find((difference) => difference !== 0) ?? 0)
    .slice(0, 3)
    .map(({ row }) => row.version);
}
