/** The disk below the folder of a run fails in many places and words; whoever releases is told once, and what to do. */
import { PintagError } from '@pintag/cdn/errors';
import { GitFailure } from './git.ts';

const codes: ReadonlySet<unknown> = new Set(['ENOSPC', 'EDQUOT', 'EROFS', 'EACCES', 'EPERM', 'ENOTDIR', 'EIO', 'EMFILE', 'ENFILE']);
/** git's words, with `LC_ALL=C`. */
const words =
  /no space left on device|disk quota exceeded|read-only file system|input\/output error|unable to (create|write)|cannot mkdir|could not (write|create|lock)|failed to write|write error|file write/i;

export const isDiskComplaint = (stderr: string): boolean => words.test(stderr);

/** @returns what `act` gives. @throws {PintagError} PT_RUN_FOLDER, for what the disk does wrong */
export async function inRunFolder<T>(folder: string, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (cause) {
    const why = complaintOf(cause);
    throw why === undefined ? cause : new PintagError('PT_RUN_FOLDER', { folder, why }, { cause });
  }
}

function complaintOf(error: unknown): string | undefined {
  if (error instanceof GitFailure) return isDiskComplaint(error.stderr) ? error.message : undefined;
  if (error instanceof Error && 'code' in error && codes.has(error.code)) return error.message;
  return undefined;
}
