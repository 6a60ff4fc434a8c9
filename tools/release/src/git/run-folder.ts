/** Folders of one run, and the ones that a killed run left behind. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kill, pid } from 'node:process';

/** Creates `folder`, marked with the process that it is of. @returns `false` when it exists already */
export async function claimFolder(folder: string): Promise<boolean> {
  await mkdir(join(folder, '..'), { recursive: true });
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (isCode(error, 'EEXIST')) return false;
    throw error;
  }
  await writeFile(owner(folder), String(pid));
  return true;
}

export async function releaseFolder(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await rm(owner(folder), { force: true });
}

/** Removes what is in `parent` and belongs to no running process. */
export async function removeLeftovers(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  const folders = new Set(names.map((name) => name.replace(/\.owner$/, '')));
  for (const name of folders) {
    const folder = join(parent, name);
    const text = await readFile(owner(folder), 'utf8').catch(() => '');
    if (!isRunning(Number(text))) await releaseFolder(folder);
  }
}

const owner = (folder: string): string => `${folder}.owner`;

function isRunning(process: number): boolean {
  if (!process) return false;
  try {
    return kill(process, 0);
  } catch (error) {
    // It is someone else's process: running.
    return isCode(error, 'EPERM');
  }
}

const isCode = (error: unknown, code: string): boolean => error instanceof Error && 'code' in error && error.code === code;
