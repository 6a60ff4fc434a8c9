/** For the command `npm run test:differential`. */
export { describeDifferences } from './describe-difference.ts';
export { type IntendedDifference, intendedDifferences } from './intended-differences.ts';
export { type DifferentialResult, type HistoryResult, runDifferential } from './run-differential.ts';
