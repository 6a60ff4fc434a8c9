/** The record is the moment a version exists; it is written once, by whoever comes first. */
import {
  type ArtefactStore,
  type Claim,
  KeyTaken,
  PintagError,
  type RecordedFile,
  type ReleaseRecord,
  jsonObject,
  parseRecord,
  recordKey,
  toAbandonedRecord,
  toRecord,
} from '@pintag/cdn/version-files';
import type { ReleaseTag } from '../git/repository.ts';

export interface WrittenRecord {
  readonly record: ReleaseRecord;
  /** `found`: an earlier or another run had written it. */
  readonly written: 'created' | 'found';
}

/** @throws {PintagError} PT_RECORD_FOREIGN */
export const writeRecord = (store: ArtefactStore, tag: ReleaseTag, claim: Claim, files: readonly RecordedFile[]): Promise<WrittenRecord> =>
  create(store, tag, toRecord(claim, files));

/**
 * Gives the number up.
 * @returns the record that stands: with two runs at once it may be the other's, and not an abandoned one.
 */
export const abandonVersion = (store: ArtefactStore, tag: ReleaseTag, claim: Claim): Promise<WrittenRecord> =>
  create(store, tag, toAbandonedRecord({ ...claim, commit: tag.commit, committedAt: tag.committedAt }));

async function create(store: ArtefactStore, tag: ReleaseTag, record: ReleaseRecord): Promise<WrittenRecord> {
  const key = recordKey(record.feature, record.version);
  try {
    return { record, written: (await store.create(key, jsonObject(key, record))) === 'created' ? 'created' : 'found' };
  } catch (error) {
    const standing = error instanceof KeyTaken ? await readRecord(store, tag) : undefined;
    if (!standing) throw error;
    return { record: standing, written: 'found' };
  }
}

/** @throws {PintagError} PT_RECORD_FOREIGN */
export async function readRecord(store: ArtefactStore, tag: ReleaseTag): Promise<ReleaseRecord | undefined> {
  const key = recordKey(tag.feature, tag.version);
  const stored = await store.read(key);
  if (!stored) return undefined;
  const record = parse(stored.body, key);
  if (record.feature !== tag.feature || record.version !== tag.version || record.commit !== tag.commit) {
    const why = `it is for ${record.feature} ${record.version} of commit ${record.commit.slice(0, 8)}, and ${tag.tag} names ${tag.commit.slice(0, 8)}`;
    throw new PintagError('PT_RECORD_FOREIGN', { key, why });
  }
  return record;
}

function parse(body: Uint8Array, key: string): ReleaseRecord {
  try {
    return parseRecord(body, key);
  } catch (cause) {
    throw new PintagError('PT_RECORD_FOREIGN', { key, why: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
}
