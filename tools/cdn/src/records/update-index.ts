/** Writes what is derived: a feature's version list from its records, and its row of the index. Two writers at once lose nothing. */
import pLimit from 'p-limit';
import { PintagError } from '../errors.ts';
import { indexKey, receiptPrefix, recordKey, recordPrefix, versionOfKey, versionsKey } from '../layout.ts';
import type { ArtefactStore, ObjectContent, StoredObject } from '../store/artefact-store.ts';
import { updateObject } from '../store/update-object.ts';
import { emptyIndex, featureRow, replaceRow, versionListOf, versionRow } from './derive.ts';
import { parseFeatureIndex, parseRecord, parseVersionList } from './parse.ts';
import { jsonObject } from './serialise.ts';
import type { FeatureIndex, FeatureRow, VersionList, VersionRow } from './release-record.ts';

const parallel = 8;

export interface UpdateOptions {
  /** Reads every record again instead of keeping the rows that the list has: for a list that is not trusted, or cannot be read. */
  readonly rebuild?: boolean;
}

export interface ListedVersions {
  readonly list: VersionList;
  /** Versions whose numbers are spent. */
  readonly abandoned: readonly string[];
}

/**
 * Derives `versions.json` from the records and writes it when it changed.
 * @throws {PintagError} PT_STORED_INVALID
 */
export async function updateVersionList(
  store: ArtefactStore,
  feature: string,
  { rebuild = false }: UpdateOptions = {},
): Promise<ListedVersions> {
  const key = versionsKey(feature);
  let listed: ListedVersions = { list: versionListOf(feature, []), abandoned: [] };
  await updateObject(store, key, async (current) => {
    listed = await listVersions(store, feature, rebuild ? undefined : current);
    const isNothing = current === undefined && listed.list.versions.length === 0;
    return isNothing ? undefined : unlessSame(current, jsonObject(key, listed.list));
  });
  return listed;
}

/**
 * Derives the feature's row of `index.json` from its records and receipts, and changes that row alone.
 * @returns the row; nothing while no version can be loaded.
 * @throws {PintagError} PT_STORED_INVALID
 */
export async function updateIndexRow(store: ArtefactStore, feature: string): Promise<FeatureRow | undefined> {
  return (await updateIndexRows(store, [feature]))[0];
}

/**
 * {@link updateIndexRow} for several features, in one write. With `rebuild`, an index that cannot be read counts as empty: give all features.
 * @returns the rows of those that have one.
 * @throws {PintagError} PT_STORED_INVALID
 */
export async function updateIndexRows(
  store: ArtefactStore,
  features: readonly string[],
  { rebuild = false }: UpdateOptions = {},
): Promise<readonly FeatureRow[]> {
  const limit = pLimit(parallel);
  let rows: readonly FeatureRow[] = [];
  await updateObject(store, indexKey, async (current) => {
    // Inside the loop: a row made before the index was read could overwrite the newer one of another writer.
    const derived = await Promise.all(features.map((feature) => limit(deriveRow, store, feature)));
    rows = derived.filter((row) => row !== undefined);
    const index = readIndex(current, rebuild);
    return rows.length > 0 ? unlessSame(current, jsonObject(indexKey, rows.reduce(replaceRow, index))) : undefined;
  });
  return rows;
}

function readIndex(current: StoredObject | undefined, rebuild: boolean): FeatureIndex {
  try {
    return current ? parseFeatureIndex(current.body, indexKey) : emptyIndex;
  } catch (error) {
    if (rebuild && error instanceof PintagError) return emptyIndex;
    throw error;
  }
}

async function deriveRow(store: ArtefactStore, feature: string): Promise<FeatureRow | undefined> {
  const { list, abandoned } = await listVersions(store, feature, await store.read(versionsKey(feature)));
  const receipts = await versionsUnder(store, receiptPrefix(feature));
  return featureRow(list, [...receipts, ...abandoned]);
}

/** Reads only the records of versions that `listed` (the stored `versions.json`) has no row for. */
export async function listVersions(store: ArtefactStore, feature: string, listed?: StoredObject): Promise<ListedVersions> {
  const stored = listed && parseVersionList(listed.body, versionsKey(feature));
  const known = new Map(stored?.feature === feature ? stored.versions.map((row) => [row.version, row]) : []);
  const versions = await versionsUnder(store, recordPrefix(feature));
  const limit = pLimit(parallel);
  const rows = await Promise.all(versions.map((version) => known.get(version) ?? limit(() => rowFromRecord(store, feature, version))));
  return {
    list: versionListOf(
      feature,
      rows.filter((row) => row !== undefined),
    ),
    abandoned: versions.filter((_, position) => rows[position] === undefined),
  };
}

async function rowFromRecord(store: ArtefactStore, feature: string, version: string): Promise<VersionRow | undefined> {
  const key = recordKey(feature, version);
  const stored = await store.read(key);
  if (!stored) throw new Error(`${key} was listed and is not there: records are never deleted.`);
  const record = parseRecord(stored.body, key);
  if (recordKey(record.feature, record.version) !== key) {
    throw new PintagError('PT_STORED_INVALID', { key, problems: [`it is the record of ${record.feature} ${record.version}`] });
  }
  return record.status === 'released' ? versionRow(record) : undefined;
}

async function versionsUnder(store: ArtefactStore, prefix: string): Promise<string[]> {
  const versions: string[] = [];
  for await (const key of store.list(prefix)) {
    const version = versionOfKey(prefix, key);
    if (version) versions.push(version);
  }
  return versions;
}

const unlessSame = (current: StoredObject | undefined, next: ObjectContent): ObjectContent | undefined =>
  current && Buffer.compare(current.body, next.body) === 0 ? undefined : next;
