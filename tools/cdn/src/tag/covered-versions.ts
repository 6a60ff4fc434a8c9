/** Which versions a tag's integrity covers, and which to offer when one does not exist. Pure, over a version list. */
import { distance } from 'fastest-levenshtein';
import semver from 'semver';
import { PintagError } from '../errors.ts';
import type { VersionList, VersionRow } from '../records/release-record.ts';
import { newestFirst } from '../versions.ts';

/** So many releases before a version can be rolled back to by editing the URL and nothing else. */
const mostCovered = 2;

/**
 * The row of `version`, then those of the two releases before it. Prereleases do not count as releases before a stable version.
 * @throws {PintagError} PT_VERSION_UNKNOWN
 */
export function coveredVersions(list: VersionList, version: string): VersionRow[] {
  return [findVersion(list, version), ...releasesBefore(list, version).slice(0, mostCovered)];
}

/** The releases before `version`, the newest first; without prereleases, unless it is one itself. */
export function releasesBefore(list: VersionList, version: string): VersionRow[] {
  const isStable = semver.prerelease(version) === null;
  return list.versions
    .filter((other) => semver.lt(other.version, version) && !(isStable && semver.prerelease(other.version)))
    .sort(newestFirst);
}

/** @throws {PintagError} PT_VERSION_UNKNOWN */
export function findVersion(list: VersionList, version: string): VersionRow {
  const row = list.versions.find((candidate) => candidate.version === version);
  if (!row) throw new PintagError('PT_VERSION_UNKNOWN', { feature: list.feature, version, nearest: nearestVersions(list, version) });
  return row;
}

/** At most three versions that `wanted` may have meant, the likeliest first; of equally likely ones the newest. */
export function nearestVersions({ versions }: VersionList, wanted: string): string[] {
  const meant = semver.parse(wanted) ?? semver.coerce(wanted);
  const farFrom = meant ? (version: string) => numbersApart(version, meant, wanted) : (version: string) => lettersApart(version, wanted);
  return [...versions]
    .sort(newestFirst)
    .map(({ version }) => ({ version, far: farFrom(version) }))
    .sort((a, b) => a.far.map((part, position) => part - b.far[position]!).find((difference) => difference !== 0) ?? 0)
    .slice(0, 3)
    .map(({ version }) => version);
}

/** A number counts only where those before it are the same: 1.0.0 is no nearer to 9.0.0 than 1.9.0 is. */
function numbersApart(version: string, meant: semver.SemVer, wanted: string): number[] {
  const { major, minor, patch } = semver.parse(version)!;
  const apart = [Math.abs(major - meant.major), Math.abs(minor - meant.minor), Math.abs(patch - meant.patch), distance(version, wanted)];
  return apart.map((part, position) => (apart.slice(0, position).every((before) => before === 0) ? part : 0));
}

const lettersApart = (version: string, wanted: string): number[] => [version.includes(wanted) ? 0 : 1, distance(version, wanted)];
