/** Puts the files of a version under its URL: all that the loader refers to first, the loader last. */
import {
  type ArtefactStore,
  type BundleFile,
  type Claim,
  KeyTaken,
  type RecordedFile,
  artefactKey,
  toRecordedFile,
} from '@pintag/cdn/version-files';
import pLimit from 'p-limit';
import { contentFor } from './stored-content.ts';
import { Unfinishable } from './unfinishable.ts';

const entry = 'main.js';
/** A small file takes the store much longer than this machine. */
const parallel = 24;

/**
 * Create-only; the same bytes again are fine. When it throws, no write is under way any more.
 * @param onWritten called after each file.
 * @returns what the record says of each: it is made while the store is busy, and each file is hashed once.
 * @throws {Unfinishable} somebody else's bytes stand under one of the URLs.
 */
export async function writeFiles(
  store: ArtefactStore,
  claim: Claim,
  files: readonly BundleFile[],
  onWritten: (file: BundleFile) => void = () => {},
): Promise<readonly RecordedFile[]> {
  const write = async (file: BundleFile): Promise<RecordedFile> => {
    const { path, body } = file;
    const key = artefactKey(claim.feature, claim.version, path);
    const recorded = toRecordedFile(file);
    try {
      await store.create(key, { ...contentFor(key, body), sha256: recorded.sha256 });
    } catch (cause) {
      throw cause instanceof KeyTaken ? new Unfinishable(claim, `${key} holds somebody else's bytes`, { cause }) : cause;
    }
    onWritten(file);
    return recorded;
  };
  const limit = pLimit(parallel);

  const writes = await Promise.allSettled(files.filter(({ path }) => !isEntry(path)).map((file) => limit(write, file)));
  const failed = writes.find((outcome) => outcome.status === 'rejected');
  if (failed) throw failed.reason;
  const recorded = writes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));

  // The edge may answer `main.js` from either of the two, so both wait for the rest.
  for (const path of [`${entry}.br`, entry]) {
    const file = files.find((candidate) => candidate.path === path);
    if (file) recorded.push(await write(file));
  }
  return recorded;
}

const isEntry = (path: string): boolean => path === entry || path === `${entry}.br`;
