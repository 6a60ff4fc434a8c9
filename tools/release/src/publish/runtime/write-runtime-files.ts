/** Puts the files of a runtime under its URL, for ever. */
import { type ArtefactStore, type BundleFile, KeyTaken, PintagError, runtimeKey } from '@pintag/cdn';
import { writeOnce } from '../write-once.ts';

/**
 * @returns the files as they are stored.
 * @throws {PintagError} PT_RUNTIME_TAKEN
 */
export async function writeRuntimeFiles(store: ArtefactStore, name: string, files: readonly BundleFile[]): Promise<readonly BundleFile[]> {
  try {
    return (await writeOnce(store, files, (path) => runtimeKey(name, path))).map(({ path, body }) => ({ path, body }));
  } catch (cause) {
    throw cause instanceof KeyTaken ? new PintagError('PT_RUNTIME_TAKEN', { runtime: name, key: cause.key }, { cause }) : cause;
  }
}
