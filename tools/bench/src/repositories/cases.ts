/** The repositories that are measured, by the names that the tables and `--case` use. */
import { busyHistory } from './busy-history.ts';
import type { GeneratedHistory } from './generated-history.ts';
import { plainHistory } from './plain-history.ts';

export const caseNames = ['20x2000-all', '100x20000-3', '100x20000-all'] as const;
export type CaseName = (typeof caseNames)[number];

export interface BenchCase {
  readonly name: CaseName;
  readonly what: string;
  /** How many features have something to release. */
  readonly affected: number;
  generate(): GeneratedHistory;
}

export const cases: Readonly<Record<CaseName, BenchCase>> = {
  '20x2000-all': {
    name: '20x2000-all',
    what: '20 features and 2 libraries, 2,000 commits since the tags of the first commit, every feature affected',
    affected: 20,
    generate: () => plainHistory({ features: 20, commits: 2_000, seed: '20x2000' }),
  },
  '100x20000-3': {
    name: '100x20000-3',
    what: '100 features and 12 libraries, 20,000 commits since the oldest last tag, last tags spread over all of them, 3 features affected',
    affected: 3,
    generate: () => busyHistory({ features: 100, libraries: 12, commits: 20_000, affected: 3, seed: '100x20000' }),
  },
  '100x20000-all': {
    name: '100x20000-all',
    what: '100 features and 12 libraries, 20,000 commits since the oldest last tag, last tags spread over all of them, every feature affected',
    affected: 100,
    generate: () => busyHistory({ features: 100, libraries: 12, commits: 20_000, affected: 100, seed: '100x20000' }),
  },
};
