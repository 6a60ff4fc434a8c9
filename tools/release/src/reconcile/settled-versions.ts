/** Which versions of a feature need no more work, from what is stored and not from the index. */
import { type ArtefactStore, PintagError, type ReleaseRecord, parseRecord, recordKey } from '@pintag/cdn';
import { versionsWithReceipt, versionsWithRecord } from '../publish/receipt.ts';

export interface SettledVersions {
  readonly finished: ReadonlySet<string>;
  readonly abandoned: ReadonlySet<string>;
}

/** Two listings, and the records of the few versions that have no receipt. */
export async function settledVersions(store: ArtefactStore, feature: string): Promise<SettledVersions> {
  const [finished, recorded] = await Promise.all([versionsWithReceipt(store, feature), versionsWithRecord(store, feature)]);
  const open = [...recorded].filter((version) => !finished.has(version));
  const records = await Promise.all(open.map((version) => tryRecord(store, feature, version)));
  return { finished, abandoned: new Set(open.filter((_, position) => records[position]?.status === 'abandoned')) };
}

/** Nothing for a record that cannot be read: publishing its version says what is wrong with it. */
async function tryRecord(store: ArtefactStore, feature: string, version: string): Promise<ReleaseRecord | undefined> {
  const key = recordKey(feature, version);
  const stored = await store.read(key);
  try {
    return stored && parseRecord(stored.body, key);
  } catch (error) {
    if (error instanceof PintagError) return undefined;
    throw error;
  }
}
