/** What follows from what: record from claim and files, rows and lists from records, the index from rows. Pure. */
import semver from 'semver';
import { contentEncodingOf, contentTypeOf } from '../cache/content-types.ts';
import type { BundleFile } from '../bundle.ts';
import { digestOf, integrityOf, sha256Of } from '../integrity.ts';
import { newestFirst } from '../versions.ts';
import type {
  Claim,
  FeatureIndex,
  FeatureRow,
  RecordedFile,
  ReleaseRecord,
  RuntimeRecord,
  VersionList,
  VersionRow,
} from './release-record.ts';

const entry = 'main.js';

/** A file of a linked bundle; type and encoding follow from its path unless the link step says them. */
export interface RecordableFile extends BundleFile {
  readonly contentType?: string;
  readonly contentEncoding?: string;
}

/** @throws {PintagError} PT_CONTENT_TYPE. @throws {Error} the files have no loader. */
export function toRecord(claim: Claim, files: readonly (RecordableFile | RecordedFile)[]): ReleaseRecord {
  if (!files.some(({ path }) => path === entry)) throw new Error(`${claim.feature} ${claim.version} has no ${entry}.`);
  return { ...recordOf(claim, 'released'), ...(claim.runtime && { runtime: claim.runtime }), files: recordedFiles(files) };
}

/** @throws {PintagError} PT_CONTENT_TYPE */
export const toRuntimeRecord = (runtime: string, files: readonly RecordableFile[]): RuntimeRecord => ({
  schema: 1,
  status: 'released',
  runtime,
  files: recordedFiles(files),
});

const recordedFiles = (files: readonly (RecordableFile | RecordedFile)[]): RecordedFile[] =>
  files.map((file) => ('body' in file ? toRecordedFile(file) : file)).sort((a, b) => (a.path < b.path ? -1 : 1));

/** The record of a version whose number is spent. */
export const toAbandonedRecord = (claim: Claim): ReleaseRecord => ({ ...recordOf(claim, 'abandoned'), files: [] });

const recordOf = ({ feature, version, commit, committedAt, digest }: Claim, status: ReleaseRecord['status']) =>
  ({ schema: 1, status, feature, version, element: `pt-${feature}`, commit, committedAt, digest, entry }) as const;

/** @throws {PintagError} PT_CONTENT_TYPE */
export function toRecordedFile({
  path,
  body,
  contentType = contentTypeOf(path),
  contentEncoding = contentEncodingOf(path),
}: RecordableFile): RecordedFile {
  return {
    path,
    size: body.byteLength,
    contentType,
    ...(contentEncoding && { contentEncoding }),
    integrity: integrityOf(body),
    sha256: sha256Of(body),
  };
}

/** @throws {Error} the record is of an abandoned version, or names an entry that it does not have. */
export function versionRow({ status, feature, version, commit, committedAt, entry, files }: ReleaseRecord): VersionRow {
  const main = files.find(({ path }) => path === entry);
  if (status === 'abandoned' || !main) throw new Error(`${feature} ${version} cannot be loaded, so no list has a row for it.`);
  const size = files.filter(({ path }) => /\.m?js$/.test(path)).reduce((sum, file) => sum + file.size, 0);
  return { version, commit, committedAt, entry, integrity: main.integrity, size };
}

/** Abandoned versions are left out. */
export function toVersionList(feature: string, records: readonly ReleaseRecord[]): VersionList {
  const stranger = records.find((record) => record.feature !== feature);
  if (stranger) throw new Error(`A record of ${stranger.feature} ${stranger.version} is among those of ${feature}.`);
  return versionListOf(feature, records.filter(({ status }) => status === 'released').map(versionRow));
}

export const versionListOf = (feature: string, rows: readonly VersionRow[]): VersionList => ({
  schema: 1,
  feature,
  element: `pt-${feature}`,
  versions: [...rows].sort(newestFirst),
});

/**
 * @param settled versions with a receipt and no open promotion, and abandoned ones, each with its commit.
 * @returns nothing while no version can be loaded.
 */
export function featureRow({ feature, element, versions }: VersionList, settled: ReadonlyMap<string, string>): FeatureRow | undefined {
  const newest = versions[0];
  if (!newest) return undefined;
  const latest = versions.find(({ version }) => semver.prerelease(version) === null);
  return {
    feature,
    element,
    ...(latest && { latest: latest.version }),
    newest: newest.version,
    versions: versions.length,
    settled: settledDigest(settled),
  };
}

export const emptyIndex: FeatureIndex = { schema: 1, features: [] };

/** The index with `row` instead of the row of the same feature. */
export const replaceRow = (index: FeatureIndex, row: FeatureRow): FeatureIndex => ({
  ...index,
  features: [...index.features.filter(({ feature }) => feature !== row.feature), row].sort((a, b) => (a.feature < b.feature ? -1 : 1)),
});

/**
 * See {@link FeatureRow.settled}; the order does not matter.
 * @param settled by version, the full hash of its commit; empty where nobody knows it.
 */
export const settledDigest = (settled: ReadonlyMap<string, string>): string =>
  digestOf(
    Buffer.from(
      Array.from(settled, ([version, commit]) => `${version} ${commit}`)
        .sort()
        .join('\n'),
    ),
  );
