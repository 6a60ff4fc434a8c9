/**
 * From files that import packages to files that import a runtime, by relative URL and name by name. Each file keeps its name and its part: what was
 * loaded lazily stays so.
 */
import { PintagError, type BundleFile } from '@pintag/cdn';
import { build, type Metafile, type Plugin } from 'esbuild';
import { isEmpty, mergeNames, missingNames, type Names } from '../surface/surface.ts';
import type { BuiltRuntime } from './build-runtime.ts';
import { collectNames } from './collect-names.ts';
import { outputOptions } from './framework-files.ts';
import { layerOf } from './layers.ts';
import { importFromRuntime, pickExports } from './runtime-exports.ts';

export interface LinkToRuntimeOptions {
  /** A feature's build with the runtime's packages left out; scripts may have maps beside them. What is no script stays as it is. */
  readonly files: readonly BundleFile[];
  /** The script that exports `define`. */
  readonly entry: string;
  readonly runtime: Pick<BuiltRuntime, 'name' | 'exports' | 'layers'>;
}

export interface LinkedToRuntime {
  /** Sorted by path. */
  readonly files: readonly BundleFile[];
  /** Of all scripts together; the outputs' imports of the runtime are `external`. */
  readonly metafile: Metafile;
}

/** From a file of a version's folder; ends in a slash. */
export const runtimeUrl = (name: string): string => `../../runtime/${name}/`;

/**
 * The same files and runtime give the same bytes.
 * @throws {PintagError} PT_RUNTIME_IMPORT, PT_SURFACE_LACKS, PT_RUNTIME_NAMESPACE
 */
export async function linkToRuntime({ files, entry, runtime }: LinkToRuntimeOptions): Promise<LinkedToRuntime> {
  const scripts = files.filter(({ path }) => path.endsWith('.js'));
  const imports = await Promise.all(scripts.map((script) => collectNames([script])));
  scripts.forEach(({ path }, i) => checkImports(path, imports[i]!, runtime));
  checkOffered(mergeNames(...imports), runtime);

  const linked = await Promise.all(scripts.map((script, i) => linkScript(script, files, imports[i]!, runtime)));
  const written = new Map(linked.flatMap(({ files }) => files).map((file) => [file.path, file]));
  const metafile: Metafile = { inputs: {}, outputs: {} };
  for (const { path, metafile: one } of linked) {
    const output = Object.entries(one.outputs).find(([name]) => name === path)![1];
    metafile.outputs[path] = { ...output, ...(path === entry ? { entryPoint: entry } : {}) };
    Object.assign(metafile.inputs, one.inputs);
  }
  return { files: files.map((file) => written.get(file.path) ?? file).sort((a, b) => (a.path < b.path ? -1 : 1)), metafile };
}

type Runtime = LinkToRuntimeOptions['runtime'];

function checkImports(file: string, names: Names, { layers }: Runtime): void {
  const stray = Object.keys(names).find((specifier) => !layerOf(layers, specifier));
  if (stray) throw new PintagError('PT_RUNTIME_IMPORT', { file, specifier: stray });
}

function checkOffered(names: Names, { exports }: Runtime): void {
  const offered = Object.fromEntries(Object.entries(exports).map(([specifier, { names }]) => [specifier, Object.keys(names)]));
  const missing = missingNames(names, offered);
  if (!isEmpty(missing)) throw new PintagError('PT_SURFACE_LACKS', { missing });
}

async function linkScript(script: BundleFile, files: readonly BundleFile[], used: Names, { name, exports }: Runtime) {
  const { path } = script;
  const map = files.find((file) => file.path === `${path}.map`);
  const { outputFiles, metafile } = await build({
    ...outputOptions,
    entryPoints: [path],
    outfile: path,
    sourcemap: map !== undefined,
    plugins: [importFromRuntime(pickExports(exports, used), (file) => `${runtimeUrl(name)}${file}`), oneScript(script, map)],
  });
  return {
    path,
    metafile,
    files: outputFiles.map((file) => ({ path: file.path.endsWith('.map') ? `${path}.map` : path, body: file.contents })),
  };
}

const oneScript = ({ body }: BundleFile, map: BundleFile | undefined): Plugin => ({
  name: 'one-script',
  setup(build) {
    build.onResolve({ filter: /.*/ }, ({ path, kind }) => {
      if (kind === 'entry-point') return { path, namespace: 'feature' };
      // A package that is imported for nothing leaves no trace.
      return { path, external: true, sideEffects: path.startsWith('.') };
    });
    build.onLoad({ filter: /.*/, namespace: 'feature' }, () => ({ contents: withMap(new TextDecoder().decode(body), map), loader: 'js' }));
  },
});

/** The bundler follows a map only where it finds it. */
function withMap(text: string, map: BundleFile | undefined): string {
  const code = text.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, '');
  return map ? `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map.body).toString('base64')}` : code;
}
