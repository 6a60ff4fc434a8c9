/** What a linked feature says about the runtime it needs; part of its element.json. Pure. */
import { integrityOf } from '@pintag/cdn';
import type { Metafile } from 'esbuild';
import type { RuntimeNeed } from '../link/element-description.ts';
import type { BuiltRuntime } from './build-runtime.ts';
import { runtimeUrl } from './link-to-runtime.ts';

export interface RuntimeNeedOptions {
  readonly runtime: BuiltRuntime;
  /** Of the linked scripts. */
  readonly metafile: Metafile;
  /** The feature's scripts in the static closure of its entry. */
  readonly static: readonly string[];
  readonly lazy: readonly string[];
}

export function describeRuntimeNeed({ runtime, metafile, ...scripts }: RuntimeNeedOptions): RuntimeNeed {
  const eager = reachedFrom(scripts.static, runtime, metafile);
  const lazy = reachedFrom(scripts.lazy, runtime, metafile).filter((file) => !eager.includes(file));
  const needed = runtime.files.filter(({ path }) => eager.includes(path) || lazy.includes(path));
  return {
    name: runtime.name,
    files: needed.map(({ path, body }) => ({ path, size: body.byteLength, integrity: integrityOf(body) })),
    static: eager,
    lazy: lazy.sort(),
  };
}

function reachedFrom(scripts: readonly string[], { name, imports }: BuiltRuntime, { outputs }: Metafile): string[] {
  const prefix = runtimeUrl(name);
  const direct = scripts.flatMap((script) => outputs[script]!.imports.map(({ path }) => path)).filter((path) => path.startsWith(prefix));
  const found = [...new Set(direct.map((path) => path.slice(prefix.length)))];
  for (const file of found) found.push(...imports[file]!.filter((further) => !found.includes(further)));
  return found;
}
