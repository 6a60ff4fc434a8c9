/** Keeps an element from growing unnoticed: what a page downloads before the element shows anything. */
import { brotliCompressSync } from 'node:zlib';
import type { BundleFile } from '@pintag/cdn';
import { PintagError } from '@pintag/cdn/errors';
import type { ElementDescription } from '@pintag/runtime/element-description';

/**
 * @param budget Most brotli bytes of the static closure.
 * @returns How many it has.
 * @throws {PintagError} PT_BUDGET
 */
export function checkBudget({ feature, static: closure }: ElementDescription, files: readonly BundleFile[], budget: number): number {
  const needed = files.filter(({ path }) => closure.includes(path));
  const bytes = needed.reduce((sum, { body }) => sum + brotliCompressSync(body).byteLength, 0);
  if (bytes > budget) throw new PintagError('PT_BUDGET', { feature, bytes, budget });
  return bytes;
}
