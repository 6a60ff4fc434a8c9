/** Which versions of a feature need no more work, from what is stored and not from the index. */
import {
  type ArtefactStore,
  type OpenPromotions,
  PintagError,
  type ReleaseRecord,
  parseRecord,
  parseVersionList,
  recordKey,
  versionsKey,
} from '@pintag/cdn';
import { finishedVersions, versionsWithRecord } from '../publish/receipt.ts';

export interface SettledVersions {
  /**
   * With a receipt and a record: a receipt whose record is gone stands for nothing that hosts can rely on. By version, its commit; empty when
   * its record cannot be read.
   */
  readonly finished: ReadonlyMap<string, string>;
  /** Such versions, and others, that were begun to come to another channel: the index does not count them as settled. */
  readonly promotions: OpenPromotions;
  /** By version, its commit. */
  readonly abandoned: ReadonlyMap<string, string>;
  /** Those, and every other with a record. */
  readonly recorded: ReadonlySet<string>;
}

/** Two listings, the version list, and the records of the few versions that have no receipt. */
export async function settledVersions(store: ArtefactStore, feature: string): Promise<SettledVersions> {
  const [{ receipts, promotions }, recorded, listed] = await Promise.all([
    finishedVersions(store, feature),
    versionsWithRecord(store, feature),
    listedCommits(store, feature),
  ]);
  const commitOf = async (version: string) => listed.get(version) ?? (await tryRecord(store, feature, version))?.commit ?? '';
  const finished = [...receipts].filter((version) => recorded.has(version));
  const open = [...recorded].filter((version) => !receipts.has(version));
  const records = await Promise.all(open.map((version) => tryRecord(store, feature, version)));
  return {
    finished: new Map(await Promise.all(finished.map(async (version) => [version, await commitOf(version)] as const))),
    abandoned: new Map(records.flatMap((record) => (record?.status === 'abandoned' ? [[record.version, record.commit] as const] : []))),
    promotions,
    recorded,
  };
}

/** A list that cannot be read says nothing; the records take its place. */
async function listedCommits(store: ArtefactStore, feature: string): Promise<ReadonlyMap<string, string>> {
  const key = versionsKey(feature);
  const stored = await store.read(key);
  if (!stored) return new Map();
  try {
    return new Map(parseVersionList(stored.body, key).versions.map(({ version, commit }) => [version, commit]));
  } catch (error) {
    if (error instanceof PintagError) return new Map();
    throw error;
  }
}

/** Nothing for a record that is not there or cannot be read: publishing its version says what is wrong with it. */
export async function tryRecord(store: ArtefactStore, feature: string, version: string): Promise<ReleaseRecord | undefined> {
  const key = recordKey(feature, version);
  const stored = await store.read(key);
  try {
    return stored && parseRecord(stored.body, key);
  } catch (error) {
    if (error instanceof PintagError) return undefined;
    throw error;
  }
}
