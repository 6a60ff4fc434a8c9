/** A straight line: after the tags of the first commit nine commits of ten touch one feature, the tenth a library that all import. */
import type { GeneratedCommit, GeneratedHistory } from './generated-history.ts';
import { message } from './messages.ts';
import { seeded } from './random.ts';
import { type Library, partsOf, sourceFile, twoDigits, workspaceFiles } from './workspace.ts';

export interface PlainOptions {
  readonly features: number;
  readonly commits: number;
  readonly seed: string;
}

/** Seconds since 1970, 2024-01-01T00:00:00Z. */
const start = 1_704_067_200;

export function plainHistory({ features: count, commits: length, seed }: PlainOptions): GeneratedHistory {
  const random = seeded(seed);
  const shared = ['ui', 'data'].map((name): Library => ({ name, root: `libs/shared/${name}`, dependencies: [] }));
  const features = Array.from({ length: count }, (_, index): Library => {
    const name = `feature-${twoDigits(index)}`;
    return { name, root: `libs/${name}`, dependencies: shared.map((library) => library.name) };
  });

  const commits: GeneratedCommit[] = [{ message: 'feat: begin', at: start, files: workspaceFiles({ features, shared }), parents: [] }];
  for (let number = 1; number <= length; number++) {
    // Each feature has its turn first, so that all are affected however short the history is.
    const library = number <= count ? features[number - 1]! : random.pick(random.chance(0.9) ? features : shared);
    const type = number <= count ? 'fix' : random.weighted({ fix: 45, feat: 25, refactor: 15, chore: 15 });
    commits.push({
      message: message(random, `${type}(${library.name})`, number),
      at: start + number * 3_600,
      files: [sourceFile(library, random.below(partsOf.source), number)],
      parents: [number - 1],
    });
  }
  const tags = [...features, ...shared].map(({ name }) => ({ name: `${name}-v1.0.0`, commit: 0 }));
  return { commits, tags, base: 0 };
}
