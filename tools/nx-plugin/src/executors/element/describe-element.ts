/** What a build consists of, read from the bundler's own report. Pure. */
import { PintagError } from '@pintag/cdn/errors';
import type { Feature } from '@pintag/cdn/features';
import type { ElementDescription } from '@pintag/runtime/element-description';
import type { Metafile } from 'esbuild';

/**
 * @throws {PintagError} PT_ELEMENT_NO_DEFINE, PT_MOCKS_IN_BUNDLE
 */
export function describeElement(feature: Feature, metafile: Metafile): ElementDescription {
  const { outputs } = metafile;
  const scripts = Object.keys(outputs).filter((path) => path.endsWith('.js'));
  const entry = scripts.find((path) => outputs[path]!.entryPoint === feature.entry);
  if (!entry) throw new Error(`The bundler's report names no output for ${feature.entry}; it has ${scripts.join(', ')}.`);

  const { exports } = outputs[entry]!;
  if (!exports.includes('define'))
    throw new PintagError('PT_ELEMENT_NO_DEFINE', { feature: feature.name, entry: feature.entry, exported: exports });
  const stranger = Object.keys(metafile.inputs).sort().find(isUnpublishable);
  if (stranger)
    throw new PintagError('PT_MOCKS_IN_BUNDLE', {
      feature: feature.name,
      file: stranger,
      trace: `imported by ${importerOf(metafile, stranger)}`,
    });

  const closure = staticClosure(outputs, entry);
  return {
    schema: 1,
    feature: feature.name,
    element: feature.element,
    entry,
    static: closure,
    lazy: scripts.filter((path) => !closure.includes(path)).sort(),
  };
}

const unpublishable = [
  /^(mocks|apps|tools)\//,
  /\.spec\.[cm]?[jt]s$/,
  /(^|\/)node_modules\/(msw|@mswjs\/[^/]+|vitest|jsdom|playwright-core)\//,
  /(^|\/)mockServiceWorker\.js$/,
];
const isUnpublishable = (input: string): boolean => unpublishable.some((pattern) => pattern.test(input));

function importerOf({ inputs }: Metafile, file: string): string {
  return Object.keys(inputs).find((path) => inputs[path]!.imports.some((imported) => imported.path === file)) ?? 'the entry file';
}

/** Breadth first: what the browser finds on its way, so the largest wait starts first. */
function staticClosure(outputs: Metafile['outputs'], entry: string): string[] {
  const found = [entry];
  for (const path of found) {
    for (const { path: imported, kind, external } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement' && !external && imported.endsWith('.js') && !found.includes(imported)) found.push(imported);
    }
  }
  return found;
}
