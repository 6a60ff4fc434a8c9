/**
 * One process at a time for a data folder. The lock is SQLite's on an empty database: the operating system lets go of it when the process
 * ends, however it ends, so there is no stale lock to break.
 */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export interface FolderLock {
  release(): void;
}

const sqliteBusy = 5;

/** @returns `undefined` when another process, or another part of this one, has it. */
export function lockFolder(dataDir: string): FolderLock | undefined {
  const database = new DatabaseSync(join(dataDir, 'lock'));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (error instanceof Error && 'errcode' in error && error.errcode === sqliteBusy) return undefined;
    throw error;
  }
  return { release: () => database.close() };
}
