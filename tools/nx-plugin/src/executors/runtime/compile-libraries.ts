/** The workspace's own libraries that go into the runtime, through the same compiler as features. */
import { externalPackages, librariesOf, type Layer, type LibraryScripts } from '@pintag/runtime/build';
import { buildEntries } from '../../angular/build-entries.ts';
import type { BuilderLog } from '../../angular/run-builder.ts';

export interface CompileLibrariesOptions {
  /** Absolute. */
  readonly workspaceRoot: string;
  readonly layers: readonly Layer[];
  readonly log: BuilderLog;
}

/** @returns `undefined` when the compiler refused the sources; `log` then said why. */
export async function compileLibraries({ workspaceRoot, layers, log }: CompileLibrariesOptions): Promise<LibraryScripts | undefined> {
  const libraries = Object.entries(librariesOf(layers));
  if (!libraries.length) return { files: [], entries: {} };

  const name = 'runtime-libraries';
  const built = await buildEntries({
    project: { name, root: 'libs', sourceRoot: 'libs', workspaceRoot },
    name,
    entries: Object.fromEntries(libraries.map(([specifier, source]) => [specifier.replace(/\W+/g, '-').replace(/^-/, ''), source])),
    external: externalPackages(layers),
    log,
  });
  if (!built) return undefined;
  const outputs = Object.entries(built.metafile.outputs);
  const scriptOf = (source: string): string => outputs.find(([, { entryPoint }]) => entryPoint === source)![0];
  return {
    files: built.files.filter(({ path }) => path.endsWith('.js')),
    entries: Object.fromEntries(libraries.map(([specifier, source]) => [specifier, scriptOf(source)])),
  };
}
