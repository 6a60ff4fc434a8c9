/** Creates files that nobody claims: whose names say what they hold, or whose place is one build's alone. */
import { brotliDecompressSync } from 'node:zlib';
import { type ArtefactStore, type BundleFile, contentEncodingOf, KeyTaken, type Written } from '@pintag/cdn';
import pLimit from 'p-limit';
import { contentFor } from './stored-content.ts';

const parallel = 8;

export interface StandingFile extends BundleFile {
  readonly written: Written;
}

/**
 * Create-only; the same bytes again are fine. A copy that another brotli made is as good as ours, for it decodes to the same.
 * When it throws, no write is under way any more.
 * @param keyOf where a file of this path belongs
 * @returns the files as they stand.
 * @throws {KeyTaken} other bytes are there
 */
export async function writeOnce(
  store: ArtefactStore,
  files: readonly BundleFile[],
  keyOf: (path: string) => string,
): Promise<readonly StandingFile[]> {
  const write = async ({ path, body }: BundleFile): Promise<StandingFile> => {
    const key = keyOf(path);
    try {
      return { path, body, written: await store.create(key, contentFor(key, body)) };
    } catch (error) {
      if (!(error instanceof KeyTaken)) throw error;
      const standing = contentEncodingOf(path) && (await store.read(key))?.body;
      if (standing && decodesTo(standing, files.find((file) => `${file.path}.br` === path)?.body))
        return { path, body: standing, written: 'identical' };
      throw error;
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
