/** The receipt says that everything about a version's release is finished; it is the last thing written for it. */
import {
  type ArtefactStore,
  KeyTaken,
  type OpenPromotions,
  type Receipt,
  jsonObject,
  openPromotions,
  receiptKey,
  receiptPrefix,
  recordPrefix,
  versionOfKey,
} from '@pintag/cdn';
import type { ReleaseTag } from '../git/repository.ts';

export interface ReceiptOptions {
  readonly store: ArtefactStore;
  readonly tag: ReleaseTag;
  readonly run: string;
  readonly clock: () => Date;
}

/** Another run's receipt is as good as ours. */
export async function writeReceipt({ store, tag: { feature, version, tag, commit }, run, clock }: ReceiptOptions): Promise<void> {
  const receipt: Receipt = { schema: 1, feature, version, tag, commit, run, finishedAt: clock().toISOString() };
  const key = receiptKey(feature, version);
  try {
    await store.create(key, jsonObject(key, receipt));
  } catch (error) {
    if (!(error instanceof KeyTaken)) throw error;
  }
}

export interface FinishedVersions {
  /** Versions that have a receipt. */
  readonly receipts: ReadonlySet<string>;
  /** What was begun since for some of them. */
  readonly promotions: OpenPromotions;
}

/** One listing. */
export async function finishedVersions(store: ArtefactStore, feature: string): Promise<FinishedVersions> {
  const prefix = receiptPrefix(feature);
  const keys = await Array.fromAsync(store.list(prefix));
  return { receipts: new Set(keys.flatMap((key) => versionOfKey(prefix, key) ?? [])), promotions: openPromotions(keys) };
}

/** Versions of `feature` that have a record, abandoned ones too. */
export async function versionsWithRecord(store: ArtefactStore, feature: string): Promise<ReadonlySet<string>> {
  const prefix = recordPrefix(feature);
  const keys = await Array.fromAsync(store.list(prefix));
  return new Set(keys.flatMap((key) => versionOfKey(prefix, key) ?? []));
}
