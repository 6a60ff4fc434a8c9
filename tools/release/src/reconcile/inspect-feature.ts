/** Everything about one feature: do its tags, records, receipts, claims, objects, lists and row say the same? */
import {
  type ArtefactStore,
  type FeatureRow,
  PintagError,
  type ReleaseRecord,
  claimKey,
  featureRow,
  gitTag,
  type OpenPromotions,
  indexKey,
  parseClaim,
  parseReceipt,
  parseRecord,
  parseVersionList,
  promotionKey,
  receiptKey,
  recordKey,
  serialise,
  toVersionList,
  versionsKey,
} from '@pintag/cdn';
import pLimit from 'p-limit';
import type { ReleaseTag, Repository } from '../git/repository.ts';
import { type Discrepancy, type DiscrepancyKind, discrepancy } from './discrepancy.ts';
import { isOurs } from './find-gaps.ts';
import { untold } from './promoted-tags.ts';
import { inspectObjects } from './inspect-objects.ts';

const parallel = 8;

export interface FeatureFacts {
  readonly tags: readonly ReleaseTag[];
  readonly row: FeatureRow | undefined;
  /** `false`: nothing is said about the row. */
  readonly isIndexReadable: boolean;
  readonly recorded: ReadonlySet<string>;
  readonly receipts: ReadonlySet<string>;
  readonly claims: ReadonlySet<string>;
  /** Of the feature, begun and not finished. */
  readonly promotions: OpenPromotions;
  readonly channels: Repository['channels'];
  readonly bundles: ReadonlySet<string>;
}

export interface InspectedFeature {
  readonly discrepancies: readonly Discrepancy[];
  /** Names of the runtimes that its released versions import. */
  readonly runtimes: readonly string[];
}

export async function inspectFeature(store: ArtefactStore, feature: string, facts: FeatureFacts): Promise<InspectedFeature> {
  const { records, unreadable } = await readRecords(store, feature, facts.recorded);
  const objects: Discrepancy[] = [];
  for (const record of records.values()) objects.push(...(await inspectObjects(store, record, facts.bundles)));
  const unreadableVersions = new Set(unreadable.map(({ version }) => version));
  const tags = new Map(facts.tags.map((tag) => [tag.version, tag]));
  const discrepancies = [
    ...facts.tags
      .filter(({ version }) => !unreadableVersions.has(version))
      .flatMap((tag) => aboutTag(tag, records.get(tag.version), facts)),
    ...(await aboutPromotions(facts)),
    ...(await aboutLostTags(store, feature, tags, facts)),
    ...unreadable,
    ...[...records.values()].flatMap((record) => aboutRecord(record, tags.get(record.version))),
    ...objects,
    ...(unreadable.length === 0 ? await aboutLists(store, feature, [...records.values()], facts) : []),
  ];
  const released = [...records.values()].filter(({ status }) => status === 'released');
  return { discrepancies, runtimes: released.flatMap(({ runtime }) => runtime ?? []) };
}

function aboutTag(tag: ReleaseTag, record: ReleaseRecord | undefined, { receipts }: FeatureFacts): Discrepancy[] {
  const { feature, version, commit } = tag;
  const about = { feature, version, tag: tag.tag, commit };
  const hasReceipt = receipts.has(version);
  if (record && (hasReceipt || record.status === 'abandoned')) return [];
  if (!isOurs(tag)) {
    const why = tag.run === undefined ? 'it carries no note of a release' : 'no release branch contains its commit';
    return [discrepancy('foreign-tag', { ...about, message: `${tag.tag} was not made by a release of this repository: ${why}.` })];
  }
  if (record) {
    const message = `${tag.tag} is published, and its release is not finished.`;
    return [discrepancy('tag-without-receipt', { ...about, key: receiptKey(feature, version), message })];
  }
  const key = recordKey(feature, version);
  return hasReceipt
    ? [discrepancy('receipt-without-record', { ...about, key, message: `${tag.tag} was published, and its record is gone.` })]
    : [discrepancy('tag-without-record', { ...about, key, message: `${tag.tag} is tagged and not published.` })];
}

/** Of a version that is released and told of; another's announcement tells of its channels too. */
async function aboutPromotions({ tags, receipts, promotions, channels }: FeatureFacts): Promise<Discrepancy[]> {
  const promoted = await untold(
    promotions,
    tags.filter(({ version }) => receipts.has(version)),
    channels,
  );
  return promoted.map(({ tag: { feature, version, tag, commit }, channels: toTell }) => {
    const key = promotionKey(feature, version, toTell[0]!, 'finished');
    const message = `${tag} came to ${toTell.map((channel) => channel ?? 'the default channel').join(', ')}, and nobody was told.`;
    return discrepancy('promotion-not-announced', { feature, version, tag, commit, key, message });
  });
}

function aboutRecord({ feature, version, commit, status }: ReleaseRecord, tag: ReleaseTag | undefined): Discrepancy[] {
  const about = { feature, version, tag: gitTag(feature, version), key: recordKey(feature, version), commit };
  if (!tag) {
    const message = `${feature} ${version} is ${status === 'abandoned' ? 'given up, of' : 'published from'} ${commit.slice(0, 8)}, and has no tag.`;
    return [discrepancy('record-without-tag', { ...about, message })];
  }
  if (tag.commit === commit) return [];
  const message = `${feature} ${version} is published from ${commit.slice(0, 8)}, and ${tag.tag} names ${tag.commit.slice(0, 8)}.`;
  return [discrepancy('record-of-other-commit', { ...about, message })];
}

/** Versions with a claim or a receipt, and neither tag nor record. */
async function aboutLostTags(
  store: ArtefactStore,
  feature: string,
  tags: ReadonlyMap<string, ReleaseTag>,
  { recorded, receipts, claims }: FeatureFacts,
): Promise<Discrepancy[]> {
  const lost = [...new Set([...receipts, ...claims])].filter((version) => !tags.has(version) && !recorded.has(version));
  const found: Discrepancy[] = [];
  for (const version of lost) {
    const kind: DiscrepancyKind = receipts.has(version) ? 'receipt-without-tag' : 'claim-without-tag';
    const [key, parse] = receipts.has(version)
      ? ([receiptKey(feature, version), parseReceipt] as const)
      : ([claimKey(feature, version), parseClaim] as const);
    const commit = await commitIn(store, key, parse);
    const about = { feature, version, tag: gitTag(feature, version), key };
    if (commit === undefined) {
      found.push(discrepancy('remnant-unreadable', { ...about, message: `${key} cannot be read, and there is neither tag nor record.` }));
      continue;
    }
    const message =
      kind === 'receipt-without-tag'
        ? `${feature} ${version} was released, and has neither tag nor record.`
        : `${feature} ${version} was begun, and has no tag.`;
    found.push(discrepancy(kind, { ...about, commit, message }));
  }
  return found;
}

async function commitIn(
  store: ArtefactStore,
  key: string,
  parse: (bytes: Uint8Array, key: string) => { readonly commit: string },
): Promise<string | undefined> {
  const stored = await store.read(key);
  try {
    return stored && parse(stored.body, key).commit;
  } catch (error) {
    if (error instanceof PintagError) return undefined;
    throw error;
  }
}

async function aboutLists(
  store: ArtefactStore,
  feature: string,
  records: readonly ReleaseRecord[],
  { receipts, promotions, row, isIndexReadable }: FeatureFacts,
): Promise<Discrepancy[]> {
  const settledRecords = records.filter(
    ({ version, status }) => status === 'abandoned' || (receipts.has(version) && !promotions.has(version)),
  );
  const settled = new Map(settledRecords.map(({ version, commit }) => [version, commit]));
  const list = toVersionList(feature, records);
  const due = featureRow(list, settled);
  const key = versionsKey(feature);
  const stored = await store.read(key);
  const found: Discrepancy[] = [];
  if (stored && !isReadable(() => parseVersionList(stored.body, key))) {
    found.push(discrepancy('version-list-unreadable', { feature, key, message: `${key} cannot be read.` }));
  } else if ((due || stored) && Buffer.compare(stored?.body ?? Buffer.alloc(0), serialise(list)) !== 0) {
    found.push(discrepancy('version-list-wrong', { feature, key, message: `${key} does not say what the records say.` }));
  }
  if (!isIndexReadable) return found;

  const about = { feature, key: indexKey };
  if (due && !row) found.push(discrepancy('index-row-missing', { ...about, message: `${indexKey} has no row for ${feature}.` }));
  if (!due && row)
    found.push(
      discrepancy('index-row-unfounded', { ...about, message: `${indexKey} has a row for ${feature}, of which nothing can be loaded.` }),
    );
  if (due && row && Buffer.compare(serialise(row), serialise(due)) !== 0) {
    const message = `The row of ${feature} in ${indexKey} does not follow from its records and receipts.`;
    found.push(discrepancy('index-row-wrong', { ...about, message }));
  }
  return found;
}

function isReadable(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch (error) {
    if (error instanceof PintagError) return false;
    throw error;
  }
}

async function readRecords(
  store: ArtefactStore,
  feature: string,
  versions: ReadonlySet<string>,
): Promise<{ readonly records: ReadonlyMap<string, ReleaseRecord>; readonly unreadable: readonly Discrepancy[] }> {
  const records = new Map<string, ReleaseRecord>();
  const unreadable: Discrepancy[] = [];
  const limit = pLimit(parallel);
  const read = async (version: string): Promise<ReleaseRecord | Discrepancy> => {
    const key = recordKey(feature, version);
    try {
      const record = parseRecord((await store.read(key))?.body ?? Buffer.alloc(0), key);
      if (recordKey(record.feature, record.version) === key) return record;
      throw new PintagError('PT_STORED_INVALID', { key, problems: [`it is the record of ${record.feature} ${record.version}`] });
    } catch (error) {
      if (!(error instanceof PintagError)) throw error;
      return discrepancy('record-unreadable', { feature, version, tag: gitTag(feature, version), key, message: error.message });
    }
  };
  for (const found of await Promise.all([...versions].map((version) => limit(read, version)))) {
    if ('kind' in found) unreadable.push(found);
    else records.set(found.version, found);
  }
  return { records, unreadable };
}
