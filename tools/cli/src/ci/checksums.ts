/** What was published, as `sha256sum` writes it: what a build's provenance is attested for. Pure. */
import { artefactKey, type ReleaseRecord } from '@pintag/cdn';

/** The manifest has the integrity of every other file, so these two stand for the version. */
const attested: readonly string[] = ['main.js', 'manifest.json'];

/**
 * A line a file, hex SHA-256 and the path below the CDN's origin; sorted.
 * @example checksumLines([record]) // '0f2c…  elements/v1.1.0/questionnaire/main.js\n9a41…  elements/v1.1.0/questionnaire/manifest.json\n'
 */
export const checksumLines = (records: readonly ReleaseRecord[]): string =>
  records
    .flatMap(({ feature, version, files }) =>
      files
        .filter(({ path }) => attested.includes(path))
        .map(({ path, sha256 }) => `${Buffer.from(sha256, 'base64').toString('hex')}  ${artefactKey(feature, version, path)}\n`),
    )
    .toSorted((a, b) => (a.slice(64) < b.slice(64) ? -1 : 1))
    .join('');
