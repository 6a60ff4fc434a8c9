/** `nx run runtime:surface`: adds to the checked-in surface what features use, or checks it. */
import type { ExecutorContext } from '@nx/devkit';
import {
  countNames,
  isEmpty,
  librariesOf,
  mergeNames,
  missingNames,
  readLayers,
  readSurface,
  seedNames,
  withoutLibraries,
  writeSurface,
} from '@pintag/runtime/build';
import { PintagError } from '@pintag/cdn/errors';
import { builderLog, printLine, reported } from '../report.ts';
import { checkSurface } from './check-surface.ts';
import { usedNames } from './used-names.ts';

export interface SurfaceExecutorOptions {
  readonly feature?: string;
  readonly seed: boolean;
  readonly limit: number;
  readonly check: boolean;
  readonly base: string;
}

export default function surface(
  { feature, seed, limit, check, base }: SurfaceExecutorOptions,
  { root }: Pick<ExecutorContext, 'root'>,
): Promise<{ success: boolean }> {
  return reported(async () => {
    const layers = await readLayers(root);
    const used = await usedNames({ root, layers, feature, log: builderLog('warn') });
    if (!used) return false;

    const before = (await readSurface(root))?.names ?? {};
    if (check) {
      const missing = missingNames(used, before);
      if (!isEmpty(missing)) throw new PintagError('PT_SURFACE_LACKS', { missing });
      await checkSurface({ root, base });
      printLine(`The surface has all ${countNames(used)} names that features use, and lost none since ${base}.`);
      return true;
    }
    const measured = { count: 0 };
    const packages = withoutLibraries(used, librariesOf(layers));
    const wanted = seed ? await seedNames({ names: packages, root, limit, measured: () => void measured.count++ }) : used;
    const after = mergeNames(before, used, wanted);
    const file = await writeSurface(root, after);
    const said = seed ? ` ${measured.count} more were measured.` : '';
    printLine(
      `${file}: ${countNames(after)} names, ${countNames(after) - countNames(before)} of them new; features use ${countNames(used)}.${said}`,
    );
    return true;
  });
}
