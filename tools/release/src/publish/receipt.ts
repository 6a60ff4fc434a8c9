/** The receipt says that everything about a version's release is finished; it is the last thing written for it. */
import { type ArtefactStore, KeyTaken, type Receipt, jsonObject, receiptKey, receiptPrefix, recordPrefix, versionOfKey } from '@pintag/cdn';
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

/** Versions of `feature` that have a receipt. */
export const versionsWithReceipt = (store: ArtefactStore, feature: string): Promise<ReadonlySet<string>> =>
  versionsUnder(store, receiptPrefix(feature));

/** Versions of `feature` that have a record, abandoned ones too. */
export const versionsWithRecord = (store: ArtefactStore, feature: string): Promise<ReadonlySet<string>> =>
  versionsUnder(store, recordPrefix(feature));

async function versionsUnder(store: ArtefactStore, prefix: string): Promise<ReadonlySet<string>> {
  const versions = new Set<string>();
  for await (const key of store.list(prefix)) {
    const version = versionOfKey(prefix, key);
    if (version) versions.add(version);
  }
  return versions;
}
