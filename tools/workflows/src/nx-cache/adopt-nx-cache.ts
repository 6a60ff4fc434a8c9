/**
 * Makes what Nx built on another machine usable on this one. Nx keeps the list of what is in its cache in a database named after the machine, so that
 * a cache which is only copied is never looked at.
 */
import { copyFile, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

export type Adopted = 'adopted' | 'own' | 'nothing';

/** `<machine>-v<schema>.db` */
const database = /^(?<machine>[^-]+)(?<rest>-v\d+\.db)$/;

/**
 * @param dataDir Nx's `.nx/workspace-data`.
 * @param machine what the machine is called in its /etc/machine-id.
 * @returns `own` when this machine has its own list already, `nothing` when there is none to take.
 */
export async function adoptNxCache({ dataDir, machine }: { readonly dataDir: string; readonly machine: string }): Promise<Adopted> {
  const names = (await readdir(dataDir).catch(absent)).filter((name) => database.test(name));
  if (names.some((name) => name.startsWith(`${machine}-`))) return 'own';
  const dated = await Promise.all(names.map(async (name) => ({ name, at: (await stat(join(dataDir, name))).mtimeMs })));
  const [newest] = dated.sort((a, b) => b.at - a.at);
  if (!newest) return 'nothing';
  await copyFile(join(dataDir, newest.name), join(dataDir, newest.name.replace(database, `${machine}$<rest>`)));
  return 'adopted';
}

/** Nothing was restored, as on the first run of a branch. */
function absent(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}
