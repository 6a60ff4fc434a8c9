/** What is wrong between features and the runtime they share. */
const listed = (names: Readonly<Record<string, readonly string[]>>): string =>
  Object.entries(names)
    .map(([specifier, list]) => `${list.join(', ')} of ${specifier}`)
    .join('; ');

export const runtime = {
  PT_RUNTIME_IMPORT: ({ file, specifier }: { file: string; specifier: string }) => ({
    sentence: `${file} imports ${specifier}, which is in no layer of the runtime.`,
    remedy:
      'Name it in tools/runtime/surface/layers.json, or take the package that it belongs to out of there, so that features bundle it.',
  }),
  PT_RUNTIME_NAMESPACE: ({ file, specifier }: { file: string; specifier: string }) => ({
    sentence: `${file} uses ${specifier} as a whole, so that nobody can tell which of its exports it needs.`,
    remedy: `Import single names: \`import { … } from '${specifier}'\`.`,
  }),
  PT_RUNTIME_DUPLICATE: ({ file, outputs }: { file: string; outputs: readonly string[] }) => ({
    sentence: `${file} would be in ${outputs.join(' and in ')}, and its state with it.`,
    remedy: 'Put the packages that share it into one layer (tools/runtime/surface/layers.json).',
  }),
  PT_RUNTIME_LAYERS: ({ why }: { why: string }) => ({
    sentence: `The layers of the runtime do not fit together: ${why}.`,
    remedy: 'Mend tools/runtime/surface/layers.json: a list of layers, each a script file with its packages, and no package in two.',
  }),
  PT_RUNTIME_MISSING: ({ folder }: { folder: string }) => ({
    sentence: `There is no built runtime in ${folder}.`,
    remedy: 'Run `npx nx build runtime`; `nx build <library>` does it by itself.',
  }),
  PT_SURFACE_LACKS: ({ missing }: { missing: Readonly<Record<string, readonly string[]>> }) => ({
    sentence: `The shared runtime has no ${listed(missing)}.`,
    remedy: 'Run `npx nx run runtime:surface`, which adds what features use, and commit tools/runtime/surface with your change.',
  }),
  PT_SURFACE_SHRUNK: ({ file, gone }: { file: string; gone: Readonly<Record<string, readonly string[]>> }) => ({
    sentence: `${file} lost ${listed(gone)}.`,
    remedy: 'Put them back: for one version of Angular the file only grows, so that features which are built later fit the same runtime.',
  }),
  PT_SURFACE_UNKNOWN: ({ name, specifier }: { name: string; specifier: string }) => ({
    sentence: `${specifier} as it is installed has no ${name}, which the surface names.`,
    remedy: 'Install the versions that the surface file states, or take the name out of it if no version of that package ever had it.',
  }),
  PT_SURFACE_JIT: ({ names }: { names: readonly string[] }) => ({
    sentence: `The surface may not have ${names.join(', ')}: decorators at run time bring the compiler along.`,
    remedy: 'Use them as decorators, which the build compiles away, or build the feature self-contained (`--selfContained`).',
  }),
  PT_SURFACE_VERSION: ({ file, installed }: { file: string; installed: string }) => ({
    sentence: `${file} does not fit what is installed: ${installed}.`,
    remedy: 'Run `npx nx run runtime:surface --seed` to make the surface for these versions, and commit it.',
  }),
} as const;
