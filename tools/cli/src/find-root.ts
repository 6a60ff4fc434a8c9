/** The root of the repository that a command works on: the nearest folder upwards that holds nx.json or pintag.config.ts. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PintagError } from '@pintag/cdn/errors';

/** @throws {PintagError} PT_NO_WORKSPACE */
export async function findRoot(cwd: string): Promise<string> {
  for (let folder = cwd; ; folder = dirname(folder)) {
    if (['nx.json', 'pintag.config.ts'].some((file) => existsSync(join(folder, file)))) return folder;
    if (folder === dirname(folder)) throw new PintagError('PT_NO_WORKSPACE', { cwd });
  }
}
