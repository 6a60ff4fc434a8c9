/** Whether a surface only grew. */
import { PintagError } from '@pintag/cdn/errors';
import { isEmpty, missingNames, type Names } from './surface.ts';

/** @throws {PintagError} PT_SURFACE_SHRUNK */
export function checkGrown({ file, before, after }: { readonly file: string; readonly before: Names; readonly after: Names }): void {
  const gone = missingNames(before, after);
  if (!isEmpty(gone)) throw new PintagError('PT_SURFACE_SHRUNK', { file, gone });
}
