/** From Angular's packages and what features use of them to the runtime they share, and from features to ones that import it. */
export { buildRuntime, type BuildRuntimeOptions, type BuiltRuntime } from './build/build-runtime.ts';
export { collectNames } from './build/collect-names.ts';
export { defaultLayers, externalPackages, layerOf, layersFile, librariesOf, readLayers, type Layer } from './build/layers.ts';
export { withoutLibraries, type LibraryScripts } from './build/library-scripts.ts';
export { linkToRuntime, runtimeUrl, type LinkedToRuntime, type LinkToRuntimeOptions } from './build/link-to-runtime.ts';
export { readRuntime, runtimeDescriptionFile, runtimeFolder, writeRuntime } from './build/runtime-folder.ts';
export { describeRuntimeNeed, type RuntimeNeedOptions } from './build/describe-runtime-need.ts';
export { checkGrown } from './surface/check-grown.ts';
export { countNames, isEmpty, mergeNames, missingNames, parseSurface, type Names, type Surface } from './surface/surface.ts';
export { readSurface, requireSurface, surfaceFile, writeSurface } from './surface/surface-file.ts';
export { seededPackages, seedNames, type NameCost, type SeedOptions } from './surface/seed.ts';
