/** For specs: a list with a digest for each version that says which one it is. */
import type { VersionList } from '@pintag/cdn';

export const digestOf = (version: string): string => `sha384-${Buffer.from(version.padEnd(48, '.')).toString('base64')}`;

export const listOf = (feature: string, ...versions: string[]): VersionList => ({
  schema: 1,
  feature,
  element: `pt-${feature}`,
  versions: versions.map((version) => ({
    version,
    commit: '0a1b',
    committedAt: '2026-01-01T00:00:00Z',
    entry: 'main.js',
    integrity: digestOf(version),
    size: 1,
  })),
});
