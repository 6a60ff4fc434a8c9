/** What is wrong with a feature's build or bundle. */
export const building = {
  PT_PROJECT_GRAPH: ({ root, why }: { root: string; why: string }) => ({
    sentence: `Nx cannot make the project graph of ${root}: ${why}.`,
    remedy: 'Run `npx nx graph --print` there and mend what it says; without the graph nobody knows which features a library belongs to.',
  }),
  PT_BUILD_FAILED: ({ feature, output }: { feature: string; output: string }) => ({
    sentence: `${feature} could not be built:\n${output}\n`,
    remedy: `Run \`nx build ${feature}\` and mend what it says; the other features were not held up.`,
  }),
  PT_ELEMENT_NO_DEFINE: ({ feature, entry, exported }: { feature: string; entry: string; exported: readonly string[] }) => ({
    sentence: `${entry} of ${feature} exports ${exported.length ? exported.join(', ') : 'nothing'}, and no \`define\`.`,
    remedy: 'Write `export const define = defineFeature({ component: … });` with `defineFeature` from @shared/elements.',
  }),
  PT_MOCKS_IN_BUNDLE: ({ feature, file, trace }: { feature: string; file: string; trace: string }) => ({
    sentence: `${feature} would ship mock code: ${file} (found ${trace}).`,
    remedy: 'Import mocks from specs and the development page only, never from a file that the element reaches.',
  }),
  PT_BUDGET: ({ feature, bytes, budget }: { feature: string; bytes: number; budget: number }) => ({
    sentence: `${feature} needs ${bytes} bytes (brotli) before it shows anything; its budget is ${budget}.`,
    remedy: `Load what is not needed at once with \`@defer\` or \`import()\`, or raise \`targets.build.options.budget\` in the library's project.json.`,
  }),
  PT_OVER_BUDGET: ({ feature, bytes, budget }: { feature: string; bytes: number; budget: number }) => ({
    sentence: `The JavaScript of ${feature} is ${bytes} bytes, ${bytes - budget} more than its budget of ${budget}.`,
    remedy: 'Load what is not needed at first by `import()`, drop a dependency, or raise the budget on purpose.',
  }),
  PT_BUNDLE_INCOMPLETE: ({ feature, missing }: { feature: string; missing: string }) => ({
    sentence: `The build of ${feature} has no ${missing}.`,
    remedy: `Look at dist/libs/${feature}: it has to be what \`nx build ${feature}\` of this workspace writes.`,
  }),
  PT_BUNDLE_MALFORMED: ({ feature, problems }: { feature: string; problems: readonly string[] }) => ({
    sentence: `The bundle of ${feature} cannot be linked: ${problems.join('; ')}.`,
    remedy: `Build it again: \`nx build ${feature} --skip-nx-cache\`. A staged bundle that is malformed has to be looked at by hand.`,
  }),
} as const;
