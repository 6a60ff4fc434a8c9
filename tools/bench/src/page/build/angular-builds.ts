/** What Angular's builder makes of the features: alone, several at once, and with the runtime's packages left out. Each is made once and kept. */
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BundleFile } from '@pintag/cdn';
import { buildEntries, type BuilderLog, compileFeature, type CompiledFeature, compileLibraries } from '@pintag/nx-plugin/build';
import { buildRuntime, type BuiltRuntime, externalPackages, type Layer, type Names } from '@pintag/runtime/build';
import type { PageFeature } from '../page-features.ts';
import { digestFolders, type Keep } from './keep.ts';
import { createWorkspace, sourceOf, standaloneEntry } from './workspace.ts';

/** A build that needs no loader: module scripts that define their elements. */
export interface ModuleBuild {
  /** The scripts; what is only for people is left out. */
  readonly files: readonly BundleFile[];
  /** What a page has to name, by feature. */
  readonly entries: Readonly<Record<string, string>>;
}

export interface AngularBuilds {
  /** One build with an entry for each feature; with a single one that is the self-contained bundle. */
  modules(features: readonly PageFeature[]): Promise<ModuleBuild>;
  /** A feature's scripts that import the runtime's packages by name. */
  compiled(feature: PageFeature): Promise<CompiledFeature>;
  runtime(names: Names): Promise<BuiltRuntime>;
}

export interface AngularBuildsOptions {
  /** Of this repository. */
  readonly root: string;
  /** Absolute; the workspace is made in it. */
  readonly folder: string;
  readonly features: readonly PageFeature[];
  readonly layers: readonly Layer[];
  readonly keep: Keep;
  readonly say: (line: string) => void;
}

export async function openAngularBuilds({ root, folder, features, layers, keep, say }: AngularBuildsOptions): Promise<AngularBuilds> {
  const workspaceRoot = join(folder, 'workspace');
  await createWorkspace(workspaceRoot, root, features);
  const isSpec = (path: string): boolean => path.endsWith('.spec.ts');
  const [compiler, cutter] = [
    await digestFolders([tool('nx-plugin/src/angular')], isSpec),
    await digestFolders([tool('runtime/src/build')], isSpec),
  ];
  const installed = await readFile(join(root, 'package-lock.json'), 'utf8');
  const shared = await digestFolders([join(root, 'libs', 'shared')], isSpec);
  const common = [recipe, compiler, installed, shared];
  const sources = (list: readonly PageFeature[]): Promise<string> =>
    digestFolders(
      list.map(({ name }) => sourceOf(root, name)),
      isSpec,
    );
  const log: BuilderLog = ({ level, message }) => {
    if (level === 'error' || level === 'warn') say(message.trimEnd());
  };

  return {
    modules: async (list) =>
      keep.once(`modules-${labelOf(list)}`, [common, await sources(list), list], async () => {
        const name = `modules-${labelOf(list)}`;
        const project = { name, root: 'libs', sourceRoot: 'libs', workspaceRoot };
        const entries = Object.fromEntries(list.map(({ name }) => [name, standaloneEntry(name)]));
        const built = required(name, await buildEntries({ project, name, entries, external: [], log }));
        const outputs = Object.entries(built.metafile.outputs);
        const entryOf = (source: string): string => outputs.find(([, { entryPoint }]) => entryPoint === source)![0];
        return {
          files: built.files.filter(({ path }) => path.endsWith('.js')),
          entries: Object.fromEntries(Object.entries(entries).map(([feature, source]) => [feature, entryOf(source)])),
        };
      }),
    compiled: async ({ name }) => {
      const external = externalPackages(layers);
      const ingredients = [common, await sources(features.filter((feature) => feature.name === name)), name, external];
      return keep.once(`compiled-${name}`, ingredients, async () =>
        required(name, await compileFeature({ workspaceRoot, library: `libs/${name}`, feature: name, external, log })),
      );
    },
    runtime: async (names) => {
      const libraries = await keep.once('libraries', [common, layers], async () =>
        required('the libraries of the runtime', await compileLibraries({ workspaceRoot, layers, log })),
      );
      return keep.once('runtime', [common, cutter, layers, names], () => buildRuntime({ names, layers, libraries, root }));
    },
  };
}

const labelOf = (features: readonly PageFeature[]): string => (features.length === 1 ? features[0]!.name : `${features.length}`);

function required<T>(what: string, built: T | undefined): T {
  if (!built) throw new Error(`${what} could not be built; what the compiler said stands above.`);
  return built;
}

const tool = (path: string): string => join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..', '..', path);
/** To be changed with this file when its results would be others. */
const recipe = 1;
