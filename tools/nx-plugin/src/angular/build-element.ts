/** The production build of one feature's entry file. */
import { buildEntries, type BuiltEntries } from './build-entries.ts';
import type { AngularProject, BuilderLog } from './run-builder.ts';

export interface BuildElementOptions {
  readonly project: AngularProject;
  readonly feature: string;
  /** Relative to the workspace root. */
  readonly entry: string;
  /** Packages that stay imports. */
  readonly external: readonly string[];
  readonly log: BuilderLog;
}

export type BuiltElement = BuiltEntries;

/** @returns `undefined` when the build failed; `log` then said why. */
export const buildElement = ({ feature, entry, ...options }: BuildElementOptions): Promise<BuiltElement | undefined> =>
  buildEntries({ ...options, name: feature, entries: { element: entry } });
