/** Puts the files of a runtime under its URL, for ever. */
import { brotliDecompressSync } from 'node:zlib';
import { type ArtefactStore, type BundleFile, KeyTaken, PintagError, contentEncodingOf, runtimeKey } from '@pintag/cdn';
import pLimit from 'p-limit';
import { contentFor } from '../stored-content.ts';

const parallel = 8;

/**
 * Create-only; the same bytes again are fine. A copy that another brotli made is as good as ours, for it decodes to the same.
 * When it throws, no write is under way any more.
 * @returns the files as they are stored.
 * @throws {PintagError} PT_RUNTIME_TAKEN
 */
export async function writeRuntimeFiles(store: ArtefactStore, name: string, files: readonly BundleFile[]): Promise<readonly BundleFile[]> {
  const write = async ({ path, body }: BundleFile): Promise<BundleFile> => {
    const key = runtimeKey(name, path);
    try {
      await store.create(key, contentFor(key, body));
      return { path, body };
    } catch (cause) {
      if (!(cause instanceof KeyTaken)) throw cause;
      const standing = contentEncodingOf(path) && (await store.read(key))?.body;
      if (standing && decodesTo(standing, files.find((file) => `${file.path}.br` === path)?.body)) return { path, body: standing };
      throw new PintagError('PT_RUNTIME_TAKEN', { runtime: name, key }, { cause });
    }
  };
  const limit = pLimit(parallel);
  const writes = await Promise.allSettled(files.map((file) => limit(write, file)));
  return writes.map((outcome) => {
    if (outcome.status === 'rejected') throw outcome.reason;
    return outcome.value;
  });
}

function decodesTo(copy: Uint8Array, body: Uint8Array | undefined): boolean {
  try {
    return body !== undefined && Buffer.compare(brotliDecompressSync(copy), body) === 0;
  } catch {
    // It is no brotli.
    return false;
  }
}
