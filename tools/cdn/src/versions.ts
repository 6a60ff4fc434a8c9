/** Versions: SemVer, written out, as URL, git tag and key carry them. */
import semver from 'semver';
import { PintagError } from './errors.ts';

/**
 * @returns `version`, when it names exactly one version and a URL can carry it.
 * @throws {PintagError} PT_VERSION_FORMAT
 */
export function checkVersion(version: string): string {
  // `valid` forgives a leading v, spaces and build metadata by leaving them out; a key must not have two spellings.
  if (semver.valid(version) !== version) throw new PintagError('PT_VERSION_FORMAT', { version });
  return version;
}

/** For `sort`: the highest version first. */
export const newestFirst = (a: { readonly version: string }, b: { readonly version: string }): number =>
  semver.rcompare(a.version, b.version);
