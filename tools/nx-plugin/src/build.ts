/** Building features outside of Nx: what the executors do, step by step. */
export { buildEntries, type BuildEntriesOptions, type BuiltEntries } from './angular/build-entries.ts';
export type { BuilderLog } from './angular/run-builder.ts';
export { linkFeature } from './executors/element/build-feature.ts';
export { compileFeature, type CompiledFeature, type CompileFeatureOptions } from './executors/element/compile-feature.ts';
export { compileLibraries, type CompileLibrariesOptions } from './executors/runtime/compile-libraries.ts';
