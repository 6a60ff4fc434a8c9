/** Which versions of a feature need no more work, from what is stored and not from the index. */
import { type ArtefactStore, PintagError, type ReleaseRecord, parseRecord, recordKey } from '@pintag/cdn';
import { versionsWithReceipt, versionsWithRecord } from '../publish/receipt.ts';

export interface SettledVersions {
  /** With a receipt and a record: a receipt whose record is gone stands for nothing that hosts can rely on. */
  readonly finished: ReadonlySet<string>;
  readonly abandoned: ReadonlySet<string>;
}

/** Two listings, and the records of the few versions that have no receipt. */
export async function settledVersions(store: ArtefactStore, feature: string): Promise<SettledVersions> {
  const [receipts, recorded] = await Promise.all([versionsWithReceipt(store, feature), versionsWithRecord(store, feature)]);
  const finished = new Set([...receipts].filter((version) => recorded.has(version)));
  const open = [...recorded].filter((version) => !finished.has(version));
  const records = await Promise.all(open.map((version) => tryRecord(store, feature, version)));
  return { finished, abandoned: new Set(open.filter((_, position) => records[position]?.status === 'abandoned')) };
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
