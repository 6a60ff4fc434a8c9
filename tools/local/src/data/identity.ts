/** Who may use this machine's store, and which distribution it is: made once, kept in the data folder for its owner's eyes only. */
import { randomBytes } from 'node:crypto';
import { chmod, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as v from 'valibot';

const accessKey = v.object({ accessKeyId: v.string(), secretAccessKey: v.string() });
const identity = v.object({
  /** For releases and developers. */
  developer: accessKey,
  /** For the edge's own reads. */
  edge: accessKey,
  distributionId: v.string(),
});

export type Identity = Readonly<v.InferOutput<typeof identity>>;

/** To be called by whoever holds the data folder's lock. */
export async function readOrCreateIdentity(dataDir: string): Promise<Identity> {
  const path = join(dataDir, 'credentials.json');
  try {
    const found = v.parse(identity, JSON.parse(await readFile(path, 'utf8')));
    await chmod(path, 0o600);
    return found;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const created: Identity = { developer: newAccessKey(), edge: newAccessKey(), distributionId: `E${letters(13)}` };
  await writeFile(`${path}.new`, `${JSON.stringify(created, undefined, 2)}\n`, { mode: 0o600 });
  await rename(`${path}.new`, path);
  return created;
}

const newAccessKey = () => ({ accessKeyId: `PTLOCAL${letters(13)}`, secretAccessKey: randomBytes(30).toString('base64') });

/** Capitals and digits, as AWS makes its ids of. */
const letters = (count: number): string => [...randomBytes(count)].map((byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'[byte % 32]).join('');
