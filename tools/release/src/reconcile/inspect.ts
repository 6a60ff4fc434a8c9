/** Compares everything with everything, and heals nothing: git tags, records, their objects, receipts and the index. */
import {
  type ArtefactStore,
  type FeatureIndex,
  type FeatureRow,
  PintagError,
  type ReleaseRecord,
  emptyIndex,
  featureRow,
  indexKey,
  parseFeatureIndex,
  parseRecord,
  receiptKey,
  recordKey,
  serialise,
  toVersionList,
  versionsKey,
} from '@pintag/cdn';
import type { ReleaseTag, Repository } from '../git/repository.ts';
import { versionsWithReceipt, versionsWithRecord } from '../publish/receipt.ts';
import { type Discrepancy, discrepancy } from './discrepancy.ts';
import { isOurs } from './find-gaps.ts';
import { inspectObjects } from './inspect-objects.ts';
import { recordedFeatures } from './rebuild-index.ts';

export interface InspectOptions {
  readonly repository: Pick<Repository, 'tags'>;
  readonly store: ArtefactStore;
}

export interface Inspection {
  /** A foreign tag alone is nobody's mistake. */
  readonly ok: boolean;
  /** Sorted by feature. */
  readonly discrepancies: readonly Discrepancy[];
}

/**
 * Reads every object of every record once: for people who ask, and for a nightly job.
 * @example (await inspect({ repository, store })).discrepancies // [{ kind: 'tag-without-record', feature: 'calendar', version: '1.0.1', … }]
 */
export async function inspect({ repository, store }: InspectOptions): Promise<Inspection> {
  const tags = await repository.tags();
  const { index, unreadable } = await readIndex(store);
  const features = new Set([
    ...tags.map(({ feature }) => feature),
    ...index.features.map(({ feature }) => feature),
    ...(await recordedFeatures(store)),
  ]);

  const discrepancies: Discrepancy[] = [...unreadable];
  for (const feature of [...features].sort()) {
    const ofFeature = tags.filter((tag) => tag.feature === feature);
    const row = index.features.find((candidate) => candidate.feature === feature);
    discrepancies.push(...(await inspectFeature(store, feature, ofFeature, row)));
  }
  return { ok: discrepancies.every(({ kind }) => kind === 'foreign-tag'), discrepancies };
}

async function inspectFeature(
  store: ArtefactStore,
  feature: string,
  tags: readonly ReleaseTag[],
  row: FeatureRow | undefined,
): Promise<Discrepancy[]> {
  const receipts = await versionsWithReceipt(store, feature);
  const { records, unreadable } = await readRecords(store, feature);
  const objects: Discrepancy[] = [];
  for (const record of records) objects.push(...(await inspectObjects(store, record)));
  return [
    ...tags.flatMap((tag) => aboutTag(tag, records, unreadable, receipts)),
    ...unreadable,
    ...records.flatMap((record) => aboutRecord(record, tags)),
    ...objects,
    ...(unreadable.length === 0 ? await aboutLists(store, feature, records, receipts, row) : []),
  ];
}

function aboutTag(
  tag: ReleaseTag,
  records: readonly ReleaseRecord[],
  unreadable: readonly Discrepancy[],
  receipts: ReadonlySet<string>,
): Discrepancy[] {
  const { feature, version } = tag;
  const record = records.find((candidate) => candidate.version === version);
  if (receipts.has(version) && record) return [];
  if (record?.status === 'abandoned' || unreadable.some((known) => known.version === version)) return [];
  if (!isOurs(tag)) {
    const why = tag.run === undefined ? 'it carries no note of a release' : 'no release branch contains its commit';
    return [discrepancy('foreign-tag', { feature, version, message: `${tag.tag} was not made by a release of this repository: ${why}.` })];
  }
  return record
    ? [
        discrepancy('tag-without-receipt', {
          feature,
          version,
          key: receiptKey(feature, version),
          message: `${tag.tag} is published, and its release is not finished.`,
        }),
      ]
    : [
        discrepancy(receipts.has(version) ? 'receipt-without-record' : 'tag-without-record', {
          feature,
          version,
          key: recordKey(feature, version),
          message: receipts.has(version) ? `${tag.tag} was published, and its record is gone.` : `${tag.tag} is tagged and not published.`,
        }),
      ];
}

function aboutRecord({ feature, version, commit }: ReleaseRecord, tags: readonly ReleaseTag[]): Discrepancy[] {
  const about = { feature, version, key: recordKey(feature, version) };
  const tag = tags.find((candidate) => candidate.version === version);
  if (!tag)
    return [
      discrepancy('record-without-tag', {
        ...about,
        message: `${feature} ${version} is published from ${commit.slice(0, 8)}, and has no tag.`,
      }),
    ];
  if (tag.commit === commit) return [];
  const message = `${feature} ${version} is published from ${commit.slice(0, 8)}, and ${tag.tag} names ${tag.commit.slice(0, 8)}.`;
  return [discrepancy('record-of-other-commit', { ...about, message })];
}

async function aboutLists(
  store: ArtefactStore,
  feature: string,
  records: readonly ReleaseRecord[],
  receipts: ReadonlySet<string>,
  row: FeatureRow | undefined,
): Promise<Discrepancy[]> {
  const list = toVersionList(feature, records);
  const settled = records.filter(({ version, status }) => status === 'abandoned' || receipts.has(version));
  const due = featureRow(list, new Map(settled.map(({ version, commit }) => [version, commit])));
  const found: Discrepancy[] = [];

  const key = versionsKey(feature);
  const stored = await store.read(key);
  if ((due || stored) && Buffer.compare(stored?.body ?? Buffer.alloc(0), serialise(list)) !== 0) {
    found.push(discrepancy('version-list-wrong', { feature, key, message: `${key} does not say what the records say.` }));
  }
  if (due && !row)
    found.push(discrepancy('index-row-missing', { feature, key: indexKey, message: `${indexKey} has no row for ${feature}.` }));
  if (row && Buffer.compare(serialise(row), serialise(due ?? null)) !== 0) {
    found.push(
      discrepancy('index-row-wrong', {
        feature,
        key: indexKey,
        message: `The row of ${feature} in ${indexKey} does not follow from its records and receipts.`,
      }),
    );
  }
  return found;
}

async function readRecords(store: ArtefactStore, feature: string): Promise<{ records: ReleaseRecord[]; unreadable: Discrepancy[] }> {
  const records: ReleaseRecord[] = [];
  const unreadable: Discrepancy[] = [];
  for (const version of await versionsWithRecord(store, feature)) {
    const key = recordKey(feature, version);
    try {
      records.push(parseRecord((await store.read(key))?.body ?? Buffer.alloc(0), key));
    } catch (error) {
      if (!(error instanceof PintagError)) throw error;
      unreadable.push(discrepancy('record-unreadable', { feature, version, key, message: error.message }));
    }
  }
  return { records, unreadable };
}

async function readIndex(store: ArtefactStore): Promise<{ index: FeatureIndex; unreadable: Discrepancy[] }> {
  const stored = await store.read(indexKey);
  try {
    return { index: stored ? parseFeatureIndex(stored.body, indexKey) : emptyIndex, unreadable: [] };
  } catch (error) {
    if (!(error instanceof PintagError)) throw error;
    return { index: emptyIndex, unreadable: [discrepancy('index-unreadable', { key: indexKey, message: error.message })] };
  }
}
