/** Where what is linked will lie, as far as its own bytes say it. */
import { previewRuntimePath, runtimePath } from '@pintag/cdn';

export interface Place {
  /** What the folder around the feature's own is called before the version: `v1.1.0`, of a preview the bare commit. */
  readonly v: 'v' | '';
  /** From the feature's folder to a file of a runtime. */
  readonly runtimePath: (runtime: string, path: string) => string;
}

/** As every build has it. */
export const versionPlace: Place = { v: 'v', runtimePath };

/** A preview has its runtime in its own folder. */
export const previewPlace: Place = { v: '', runtimePath: previewRuntimePath };
