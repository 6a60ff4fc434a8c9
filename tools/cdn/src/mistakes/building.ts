/** What is wrong with a feature's build or bundle. */
export const building = {
  PT_PROJECT_GRAPH: ({ root, why }: { root: string; why: string }) => ({
    sentence: `Nx cannot make the project graph of ${root}: ${why}.`,
    remedy: 'Run `npx nx graph --print` there and mend what it says; without the graph nobody knows which features a library belongs to.',
  }),
  PT_BUILD_FAILED: ({ feature, output }: { feature: string; output: string }) => ({
    sentence: `${feature} could not be built:\n${output}\n`,
    remedy: `Run \`npx pintag build ${feature}\` and mend what it says; the other features were not held up.`,
  }),
  PT_ELEMENT_NO_DEFINE: ({ feature, entry, exported }: { feature: string; entry: string; exported: readonly string[] }) => ({
    sentence: `${entry} of ${feature} exports ${exported.length ? exported.join(', ') : 'nothing'}, and no \`define\`.`,
    remedy: 'Write `export const define = defineFeature({ component: … });` with `defineFeature` from @shared/elements.',
  }),
  PT_MOCKS_IN_BUNDLE: ({ feature, file, trace }: { feature: string; file: string; trace: string }) => ({
    sentence: `${feature} would ship mock code: ${file} (found ${trace}).`,
    remedy: 'Import mocks from specs and the development page only, never from a file that the element reaches.',
  }),
  PT_BUDGET: ({
    what,
    bytes,
    budget,
    grew,
    heaviest,
  }: {
    what: string;
    bytes: number;
    budget: number;
    grew: readonly string[];
    heaviest: readonly string[];
  }) => ({
    sentence: [
      what === 'runtime'
        ? `The shared runtime is ${bytes} bytes (brotli), ${bytes - budget} more than its budget of ${budget}.`
        : `${what} has to load ${bytes} bytes (brotli) of its own before it shows anything, ${bytes - budget} more than its budget of ${budget}.`,
      grew.length
        ? `Grown since the build before (minified bytes): ${grew.join(', ')}.`
        : `Its heaviest parts (minified bytes): ${heaviest.join(', ')}.`,
    ].join(' '),
    remedy:
      what === 'runtime'
        ? 'Take out of its surface what was added and nobody needs, or raise `sizeBudget.runtime` in pintag.config.ts on purpose.'
        : `Run \`pintag size ${what}\` to see what grew since its last release. Drop what came in by accident, load what is not needed at once by \`@defer\` or \`import()\`, or raise \`sizeBudget.features\` of ${what} in pintag.config.ts on purpose.`,
  }),
  PT_NOT_STAGED: ({ feature, commit, why }: { feature: string; commit: string; why: string }) => ({
    sentence: `${feature} at ${commit.slice(0, 8)} has to be built, and this run builds nothing: ${why}.`,
    remedy:
      'Run `pintag stage` on that commit, or the part of it that failed, and release again; or release without --staged, which builds it.',
  }),
  PT_PREVIEW_TAKEN: ({ feature, key }: { feature: string; key: string }) => ({
    sentence: `${key} was uploaded for this commit before, with other bytes, by a run that did not finish ${feature}.`,
    remedy: 'Push another commit, an empty one will do: what a preview has under a commit never changes.',
  }),
  PT_NOT_BUILT: ({ feature, missing, newest }: { feature: string; missing: string; newest?: string }) => ({
    sentence: `There is no build of ${feature} to look at: ${missing} is missing.`,
    remedy: `Run \`npx pintag build ${feature}\`${newest === undefined ? '.' : `, or ask about a released version, such as ${feature}@${newest}.`}`,
  }),
  PT_BUNDLE_INCOMPLETE: ({ feature, missing }: { feature: string; missing: string }) => ({
    sentence: `The build of ${feature} has no ${missing}.`,
    remedy: `Look at dist/libs/${feature}: it has to be what \`npx pintag build ${feature}\` of this workspace writes.`,
  }),
  PT_RUNTIME_MISMATCH: ({ feature, runtime, problems }: { feature: string; runtime: string; problems: readonly string[] }) => ({
    sentence: `${feature} was built for another runtime than ${runtime}: ${problems.join('; ')}.`,
    remedy: `Build both again: \`npx pintag build ${feature} --skip-nx-cache\`. Nothing of it was tagged or published.`,
  }),
  PT_BUNDLE_MALFORMED: ({ feature, problems }: { feature: string; problems: readonly string[] }) => ({
    sentence: `The bundle of ${feature} cannot be linked: ${problems.join('; ')}.`,
    remedy: `Build it again: \`npx pintag build ${feature} --skip-nx-cache\`. A staged bundle that is malformed has to be looked at by hand.`,
  }),
} as const;
