/** A folder for thousands of small repositories and stores: in memory where that can be had, for a disk takes its time to write each file through. */
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

export async function makeTemporaryFolder(): Promise<string> {
  const name = 'pintag-faults-';
  try {
    return await mkdtemp(path.join('/dev/shm', name));
  } catch {
    return mkdtemp(path.join(tmpdir(), name));
  }
}
