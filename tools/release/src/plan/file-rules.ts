/** Which changed files count, by glob. */
import picomatch from 'picomatch';

/** Files that never release a feature, unless `ignoredFiles` says otherwise: tests, mocks, documentation, applications, tools and their settings. */
export const defaultIgnoredFiles: readonly string[] = [
  '**/*.{spec,test,stories}.{ts,tsx,js,mjs,cjs}',
  '**/{__tests__,__mocks__,__snapshots__}/**',
  '**/test-setup.ts',
  // The page of the development server.
  '**/dev.html',
  '**/*.dev.html',
  // Below a library only: a feature may be called so itself.
  'libs/*/**/{test,e2e,mocks,docs}/**',
  'mocks/**',
  'docs/**',
  'tools/**',
  'apps/**',
  '.*/**',
  '**/*.md',
  '**/{eslint,prettier,vitest,jest,karma,playwright}.config.*',
  '**/tsconfig.spec.json',
  '**/{.gitignore,.gitattributes,.editorconfig,.prettierrc,.prettierignore}',
];

/** @param globs relative to the repository root; `**` also matches folders whose name begins with a dot */
export function anyOf(globs: readonly string[]): (file: string) => boolean {
  if (globs.length === 0) return () => false;
  const matches = picomatch([...globs], { dot: true });
  // Most commits change files that others have changed. Emptied when full, so that a long history needs no more memory than a short one.
  const known = new Map<string, boolean>();
  return (file) => {
    const before = known.get(file);
    if (before !== undefined) return before;
    if (known.size >= mostKnown) known.clear();
    const verdict = matches(file);
    known.set(file, verdict);
    return verdict;
  };
}

const mostKnown = 20_000;
