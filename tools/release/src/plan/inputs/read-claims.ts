/** Whose the changed files of a commit are, in libraries that hold several features: of those that bundle them, then or just before. */
import type { Feature } from '@pintag/cdn/features';
import type { Environment, Git } from '../../git/git.ts';
import type { HistoryCommit } from '../../git/history.ts';
import { openObjectReader } from '../../git/object-reader.ts';
import { createInputsReader, type LibraryInputs } from './library-inputs.ts';

export interface Claims {
  /** Names of features by path; a file that is not in it is of all features of its folder. */
  readonly files: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names of features, of the libraries of these files, that had their entry file. */
  readonly present: ReadonlySet<string>;
}

export interface ClaimsReading {
  /** `undefined`: the commit changes nothing in such a library. */
  of(commit: Pick<HistoryCommit, 'hash' | 'parents' | 'files'>): Promise<Claims | undefined>;
  close(): Promise<void>;
}

export interface ClaimsReader {
  /** For one reading of the history. @param features of the release commit */
  open(features: readonly Feature[]): ClaimsReading;
}

/** @param isIgnored of a file: it counts for nothing, so nobody has to know whose it is */
export function createClaimsReader(options: {
  git: Git;
  cwd: string;
  env: Environment;
  isIgnored: (file: string) => boolean;
}): ClaimsReader {
  const inputs = createInputsReader();
  return {
    open(features) {
      const reader = openObjectReader(options);
      const libraries = Map.groupBy(features, ({ root }) => root);
      const entries = new Set(features.map(({ entry }) => entry));
      const several = new Set([...libraries].flatMap(([root, own]) => (own.length > 1 ? [root] : [])));
      let latest: { readonly hash: string; readonly claims: Promise<Claims | undefined> } | undefined;

      async function read({ hash, parents, files }: Pick<HistoryCommit, 'hash' | 'parents' | 'files'>): Promise<Claims | undefined> {
        // A feature that is gone by now was one beside the others: what took it away is not of those that are left.
        const gone = files.flatMap((file) => (entries.has(file) ? [] : (rootOfEntry(file) ?? []))).filter((root) => libraries.has(root));
        if (several.size === 0 && gone.length === 0) return undefined;
        const changed = Map.groupBy(files, (file) => /^libs\/[^/]+(?=\/)/.exec(file)?.[0] ?? '');
        const claims = { files: new Map<string, ReadonlySet<string>>(), present: new Set<string>() };
        for (const [root, inside] of changed) {
          const counting = several.has(root) || gone.includes(root) ? inside.filter((file) => !options.isIgnored(file)) : [];
          if (counting.length === 0) continue;
          const library = { root, features: libraries.get(root)! };
          const sides: LibraryInputs[] = [];
          for (const commit of [hash, ...parents.slice(0, 1)]) sides.push(await inputs.at(reader, commit, library));
          addClaims(claims, { root, files: counting, sides });
        }
        return claims.files.size > 0 ? claims : undefined;
      }

      return {
        of(commit) {
          // Who explains a commit asks for it twice.
          if (latest?.hash !== commit.hash) latest = { hash: commit.hash, claims: read(commit) };
          return latest.claims;
        },
        close: () => reader.close(),
      };
    },
  };
}

/** Of any entry file, also one that is gone. */
const rootOfEntry = (file: string): string | undefined =>
  file.endsWith('element.ts') ? /^(?<root>libs\/[^/]+)\/src\/(?:[^/]+\.)?element\.ts$/.exec(file)?.groups?.['root'] : undefined;

/** What lies beside `src` and in no bundle (project.json, package.json, tsconfig.json) is about how all of them are built; in `src` it is dead, or for tests. */
function addClaims(
  claims: { readonly files: Map<string, ReadonlySet<string>>; readonly present: Set<string> },
  { root, files, sides }: { readonly root: string; readonly files: readonly string[]; readonly sides: readonly LibraryInputs[] },
): void {
  const present = new Set(sides.flatMap((side) => [...side.present]));
  for (const name of present) claims.present.add(name);
  for (const file of files) {
    const names = new Set(sides.flatMap((side) => [...(side.files.get(file) ?? [])]));
    const isAboutAll = names.size === 0 && !file.startsWith(`${root}/src/`) && !file.endsWith('custom-elements.json');
    claims.files.set(file, isAboutAll ? present : names);
  }
}
