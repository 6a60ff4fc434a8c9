/**
 * Whether each package file is in one layer only. Angular's packages share files that hold state (the current injector is in one of them); a second copy
 * works until something needs both to agree, which is when `toSignal` says NG0203 in the browser.
 */
import { PintagError } from '@pintag/cdn/errors';
import type { Metafile } from 'esbuild';
import { filesIn } from './layer-borders.ts';

/** @throws {PintagError} PT_RUNTIME_DUPLICATE */
export function checkNoDuplicates(layers: readonly { readonly file: string; readonly metafile: Metafile }[]): void {
  const holders = new Map<string, string[]>();
  for (const { file, metafile } of layers) {
    for (const input of new Set(filesIn(metafile))) {
      const outputs = holders.get(input) ?? [];
      holders.set(input, [...outputs, file]);
    }
  }
  const twice = [...holders].sort(([a], [b]) => (a < b ? -1 : 1)).find(([, outputs]) => outputs.length > 1);
  if (twice) throw new PintagError('PT_RUNTIME_DUPLICATE', { file: twice[0], outputs: twice[1] });
}
