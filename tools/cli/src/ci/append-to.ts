/** Adds to a file that somebody named on the command line. */
import { appendFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { PintagError } from '@pintag/cdn/errors';
import { maskSecrets } from '../terminal/mask-secrets.ts';
import type { Io } from '../terminal/io.ts';

/**
 * Masked as what is printed; what was escaped has to be masked before.
 * @param text the empty one tells only whether more can follow. @throws {PintagError} PT_USAGE
 */
export const appendTo = (file: string, text: string, { cwd, env }: Pick<Io, 'cwd' | 'env'>): Promise<void> =>
  writing(file, (path) => appendFile(path, maskSecrets(env)(text)), cwd);

/** @throws {PintagError} PT_USAGE */
export async function writing(file: string, write: (path: string) => Promise<void>, cwd: string): Promise<void> {
  try {
    await write(resolve(cwd, file));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PintagError('PT_USAGE', { problem: `${file} cannot be written: ${why}` }, { cause });
  }
}
