/** Shared runtimes: is each one that a version needs recorded, and are the bytes under its URL those that its record names? */
import { type ArtefactStore, PintagError, type RuntimeRecord, runtimeKey, runtimeRecordKey, sha256Of } from '@pintag/cdn';
import pLimit from 'p-limit';
import { readRuntimeRecord } from '../publish/runtime/runtime-record.ts';
import { type Discrepancy, discrepancy } from './discrepancy.ts';

const parallel = 8;

/**
 * @param recorded names of runtimes that have a record
 * @param needed names of runtimes that released versions import
 */
export async function inspectRuntimes(
  store: ArtefactStore,
  recorded: ReadonlySet<string>,
  needed: ReadonlySet<string>,
): Promise<Discrepancy[]> {
  const found: Discrepancy[] = [];
  for (const runtime of [...new Set([...recorded, ...needed])].sort()) {
    if (recorded.has(runtime)) found.push(...(await inspectRuntime(store, runtime)));
    else {
      const message = `Versions import the runtime ${runtime}, which has no record.`;
      found.push(discrepancy('runtime-without-record', { runtime, key: runtimeRecordKey(runtime), message }));
    }
  }
  return found;
}

async function inspectRuntime(store: ArtefactStore, runtime: string): Promise<Discrepancy[]> {
  let record: RuntimeRecord | undefined;
  try {
    record = await readRuntimeRecord(store, runtime);
  } catch (error) {
    if (!(error instanceof PintagError) || error.code !== 'PT_RECORD_FOREIGN') throw error;
    return [discrepancy('runtime-record-unreadable', { runtime, key: runtimeRecordKey(runtime), message: error.message })];
  }
  const limit = pLimit(parallel);
  const look = async ({ path, sha256 }: RuntimeRecord['files'][number]): Promise<Discrepancy[]> => {
    const key = runtimeKey(runtime, path);
    const stored = await store.read(key);
    const about = { runtime, key };
    if (!stored)
      return [discrepancy('runtime-file-missing', { ...about, message: `${key} is in the runtime's record and not in the store.` })];
    if (sha256Of(stored.body) === sha256) return [];
    return [discrepancy('runtime-file-differs', { ...about, message: `${key} has other bytes than the runtime's record says.` })];
  };
  return (await Promise.all((record?.files ?? []).map((file) => limit(look, file)))).flat();
}
