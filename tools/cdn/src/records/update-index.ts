/** Writes what is derived: a feature's version list from its records, and its row of the index. Two writers at once lose nothing. */
import pLimit from 'p-limit';
import { PintagError } from '../errors.ts';
import { indexKey, receiptPrefix, recordKey, recordPrefix, versionOfKey, versionsKey } from '../layout.ts';
import type { ArtefactStore, ObjectContent, StoredObject } from '../store/artefact-store.ts';
import { updateObject } from '../store/update-object.ts';
import { emptyIndex, featureRow, replaceRow, versionListOf, versionRow } from './derive.ts';
import { parseFeatureIndex, parseRecord, parseVersionList } from './parse.ts';
import { openPromotions } from './promotions.ts';
import { jsonObject } from './serialise.ts';
import type { FeatureIndex, FeatureRow, VersionList, VersionRow } from './release-record.ts';

const parallel = 8;

export interface UpdateOptions {
  /** Reads every record again instead of keeping the rows that the list has: for a list that is not trusted, or cannot be read. */
  readonly rebuild?: boolean;
}

export interface ListOptions extends UpdateOptions {
  /**
   * Reads every record as well, and puts right each row that differs from its record; the row of a record that cannot be read stays.
   * For a list that was perhaps edited. Without it a row that is there is believed, which is what keeps a release cheap.
   */
  readonly check?: boolean;
}

export interface UpdatedVersions extends ListedVersions {
  /** Whether the list was written. */
  readonly changed: boolean;
}

export interface ListedVersions {
  readonly list: VersionList;
  /** Versions whose numbers are spent. */
  readonly abandoned: readonly string[];
  /** By version, its commit; of the versions whose records can be read, abandoned ones too, and of those that the list keeps. */
  readonly commits: ReadonlyMap<string, string>;
  /** Versions with a record, abandoned and unreadable ones too. */
  readonly recorded: readonly string[];
  /** Versions whose records cannot be read, each with a PT_STORED_INVALID; the list has them only when it had them before. */
  readonly unreadable: readonly UnreadableRecord[];
}

export interface UnreadableRecord {
  readonly version: string;
  readonly failure: PintagError;
}

/**
 * Derives `versions.json` from the records and writes it when it changed. A record that cannot be read keeps no other from the list.
 * @throws {PintagError} PT_STORED_INVALID the list cannot be read, and is not to be rebuilt.
 */
export async function updateVersionList(
  store: ArtefactStore,
  feature: string,
  { rebuild = false, check = false }: ListOptions = {},
): Promise<UpdatedVersions> {
  const key = versionsKey(feature);
  let listed: ListedVersions = { list: versionListOf(feature, []), abandoned: [], commits: new Map(), recorded: [], unreadable: [] };
  const changed = await updateObject(store, key, async (current) => {
    listed = await listVersions(store, feature, { ...(current && !rebuild && { listed: current }), check });
    const isNothing = current === undefined && listed.list.versions.length === 0;
    return isNothing ? undefined : unlessSame(current, jsonObject(key, listed.list));
  });
  return { ...listed, changed };
}

/**
 * Derives the feature's row of `index.json` from its records, receipts and promotions, and changes that row alone.
 * @returns the row; nothing while no version can be loaded.
 * @throws {PintagError} PT_STORED_INVALID
 */
export async function updateIndexRow(store: ArtefactStore, feature: string): Promise<FeatureRow | undefined> {
  return (await updateIndexRows(store, [feature]))[0];
}

/**
 * {@link updateIndexRow} for several features, in one write. With `rebuild`, the index starts empty: give all features.
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
    const index = rebuild ? await startAgain(store, current, features) : readIndex(current);
    return rows.length > 0 || (rebuild && current) ? unlessSame(current, jsonObject(indexKey, rows.reduce(replaceRow, index))) : undefined;
  });
  return rows;
}

const readIndex = (current: StoredObject | undefined): FeatureIndex => (current ? parseFeatureIndex(current.body, indexKey) : emptyIndex);

/** Empty, but for rows of features that were not asked for and have records: another writer may have released one of them just now. */
async function startAgain(store: ArtefactStore, current: StoredObject | undefined, features: readonly string[]): Promise<FeatureIndex> {
  let others: readonly FeatureRow[] = [];
  try {
    others = readIndex(current).features.filter(({ feature }) => !features.includes(feature));
  } catch (error) {
    if (!(error instanceof PintagError)) throw error;
  }
  const kept: FeatureRow[] = [];
  for (const row of others) if ((await versionsUnder(store, recordPrefix(row.feature))).length > 0) kept.push(row);
  return kept.reduce(replaceRow, emptyIndex);
}

async function deriveRow(store: ArtefactStore, feature: string): Promise<FeatureRow | undefined> {
  // Before the records: a version that gets its receipt in between counts as open for a while, and not the other way round.
  const keys = await Array.fromAsync(store.list(receiptPrefix(feature)));
  const promoted = openPromotions(keys);
  const receipts = keys.flatMap((key) => versionOfKey(receiptPrefix(feature), key) ?? []);
  const { list, abandoned, commits, recorded } = await listVersions(store, feature, { listed: await store.read(versionsKey(feature)) });
  const withRecord = new Set(recorded);
  const settled = [...receipts.filter((version) => withRecord.has(version) && !promoted.has(version)), ...abandoned];
  return featureRow(list, new Map(settled.map((version) => [version, commits.get(version) ?? ''])));
}

interface ListingOptions {
  /** The stored `versions.json`. */
  readonly listed?: StoredObject | undefined;
  readonly check?: boolean;
}

/**
 * Reads only the records of versions that `listed` has no row for, or all of them with `check`.
 * @throws {PintagError} PT_STORED_INVALID `listed` cannot be read.
 */
export async function listVersions(
  store: ArtefactStore,
  feature: string,
  { listed, check = false }: ListingOptions = {},
): Promise<ListedVersions> {
  const stored = listed && parseVersionList(listed.body, versionsKey(feature));
  const known = new Map(stored?.feature === feature ? stored.versions.map((row) => [row.version, row]) : []);
  const versions = await versionsUnder(store, recordPrefix(feature));
  const limit = pLimit(parallel);
  const found = await Promise.all(
    versions.map((version) => (check ? undefined : known.get(version)) ?? limit(() => tryRow(store, feature, version))),
  );
  const abandoned = found.filter((row) => 'abandoned' in row);
  const unreadable = found.filter((row) => 'failure' in row);
  const listable = [...found.filter((row) => 'entry' in row), ...unreadable.flatMap(({ version }) => known.get(version) ?? [])];
  return {
    list: versionListOf(feature, listable),
    abandoned: abandoned.map(({ version }) => version),
    commits: new Map([...listable, ...abandoned].map(({ version, commit }) => [version, commit])),
    recorded: versions,
    unreadable,
  };
}

interface AbandonedVersion {
  readonly version: string;
  readonly commit: string;
  readonly abandoned: true;
}

async function tryRow(store: ArtefactStore, feature: string, version: string): Promise<VersionRow | AbandonedVersion | UnreadableRecord> {
  try {
    return await rowFromRecord(store, feature, version);
  } catch (failure) {
    // A store that does not answer says nothing about the record.
    if (failure instanceof PintagError && failure.code === 'PT_STORED_INVALID') return { version, failure };
    throw failure;
  }
}

async function rowFromRecord(store: ArtefactStore, feature: string, version: string): Promise<VersionRow | AbandonedVersion> {
  const key = recordKey(feature, version);
  const stored = await store.read(key);
  if (!stored) throw new Error(`${key} was listed and is not there: records are never deleted.`);
  const record = parseRecord(stored.body, key);
  if (recordKey(record.feature, record.version) !== key) {
    throw new PintagError('PT_STORED_INVALID', { key, problems: [`it is the record of ${record.feature} ${record.version}`] });
  }
  return record.status === 'released' ? versionRow(record) : { version, commit: record.commit, abandoned: true };
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
