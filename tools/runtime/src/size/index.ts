/** What versions weigh, where the bytes come from, and what a page may be asked to load at most. */
export { checkFeatureSize, checkRuntimeSize, type SizeBudget } from './budget.ts';
export { compareSizes, type Compared, type ComparedLayer, type SizeComparison, type SizedRole } from './compare-sizes.ts';
export { addUp, type Contributions, contributionsOf, type Growth, growthOf } from './contributions.ts';
export { type Role, roles, type SizedFile, type SizedLayer, type SizedVersion, sizeVersion } from './size-version.ts';
export { brotliSize, weigh, type Weight } from './weight.ts';
