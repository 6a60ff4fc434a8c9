/** The names that a workspace gives to its own folders: `paths` of its TypeScript configurations. */
import { dirname, join } from 'node:path/posix';
import * as v from 'valibot';
import type { TypeScript } from './script-references.ts';

export interface Alias {
  /** `@features/calendar/*` */
  readonly pattern: string;
  /** Relative to the repository root. */
  readonly targets: readonly string[];
}

/** Where they may stand. */
export const aliasFiles: readonly string[] = ['tsconfig.base.json', 'tsconfig.json', 'libs/tsconfig.json'];

const configuration = v.object({
  compilerOptions: v.object({ baseUrl: v.optional(v.string(), '.'), paths: v.record(v.string(), v.array(v.string())) }),
});

/** A text that is no configuration, or has no `paths`, names nothing. */
export function readAliases(file: string, text: string, ts: TypeScript): readonly Alias[] {
  const parsed = v.safeParse(configuration, ts.parseConfigFileTextToJson(file, text).config);
  if (!parsed.success) return [];
  const { baseUrl, paths } = parsed.output.compilerOptions;
  return Object.entries(paths).map(([pattern, targets]) => ({
    pattern,
    targets: targets.map((target) => join(dirname(file), baseUrl, target)),
  }));
}
