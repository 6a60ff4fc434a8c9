/** The record of a runtime: it is written once, when all of its files are served. */
import {
  type ArtefactStore,
  KeyTaken,
  PintagError,
  type RuntimeRecord,
  jsonObject,
  parseRuntimeRecord,
  runtimeRecordKey,
} from '@pintag/cdn';

/** @throws {PintagError} PT_RECORD_FOREIGN */
export async function readRuntimeRecord(store: ArtefactStore, name: string): Promise<RuntimeRecord | undefined> {
  const key = runtimeRecordKey(name);
  const stored = await store.read(key);
  return stored && parse(stored.body, key, name);
}

/** @returns the record that stands. @throws {PintagError} PT_RECORD_FOREIGN */
export async function writeRuntimeRecord(store: ArtefactStore, record: RuntimeRecord): Promise<RuntimeRecord> {
  const key = runtimeRecordKey(record.runtime);
  try {
    await store.create(key, jsonObject(key, record));
    return record;
  } catch (error) {
    const standing = error instanceof KeyTaken ? await readRuntimeRecord(store, record.runtime) : undefined;
    if (!standing) throw error;
    return standing;
  }
}

function parse(body: Uint8Array, key: string, name: string): RuntimeRecord {
  const foreign = (why: string, cause?: unknown) => new PintagError('PT_RECORD_FOREIGN', { key, why }, { cause });
  try {
    const record = parseRuntimeRecord(body, key);
    if (record.runtime === name) return record;
    throw foreign(`it is for ${record.runtime}`);
  } catch (cause) {
    throw cause instanceof PintagError && cause.code === 'PT_STORED_INVALID' ? foreign(cause.message, cause) : cause;
  }
}
