/** What `npm test` consists of, as data, in the order it runs. A phase's steps run side by side. */

export interface Step {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  /** How its tests are counted: the step itself is one, or the JSON reports of Vitest that it leaves are. */
  readonly counts: { readonly by: 'exit-code' } | { readonly by: 'vitest-reports'; readonly reports: readonly string[] };
  /** Minutes after which it is ended and counted as failed. */
  readonly minutes: number;
}

/** Where reports are left, relative to the repository root. */
export const reportDir = 'dist/check';
/** Where the Nx target `test` leaves one report a project. */
export const libReports = 'dist/test-results/*.json';

const one = { by: 'exit-code' } as const;
const vitest = (name: string, ...args: string[]): Step => {
  const report = `${reportDir}/${name}.json`;
  return {
    name,
    command: ['vitest', 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...args],
    counts: { by: 'vitest-reports', reports: [report] },
    minutes: 20,
  };
};

export const phases: readonly (readonly Step[])[] = [
  // ESLint's module boundaries read the graph that Nx keeps, and skip themselves in silence where there is none.
  [{ name: 'project graph', command: ['nx', 'show', 'projects'], counts: one, minutes: 2 }],
  [
    { name: 'format', command: ['prettier', '--check', '--log-level=warn', '.'], counts: one, minutes: 3 },
    { name: 'types', command: ['tsc', '-p', 'tsconfig.tools.json'], counts: one, minutes: 4 },
  ],
  [
    { name: 'lint and module boundaries', command: ['eslint', '.', '--max-warnings', '0'], counts: one, minutes: 4 },
    {
      name: 'types of templates',
      command: ['nx', 'run-many', '-t', 'typecheck', '--parallel=1', '--outputStyle=static'],
      counts: one,
      minutes: 4,
    },
    { name: 'workflows', command: ['node', 'tools/workflows/src/check/main.ts'], counts: one, minutes: 2 },
  ],
  [vitest('tools')],
  [
    {
      name: 'libs',
      command: ['nx', 'run-many', '-t', 'test', '--parallel=2', '--outputStyle=static'],
      counts: { by: 'vitest-reports', reports: [libReports] },
      minutes: 6,
    },
  ],
  [{ name: 'build', command: ['nx', 'run-many', '-t', 'build', '--parallel=2', '--outputStyle=static'], counts: one, minutes: 4 }],
  [vitest('browser', '--config', 'vitest.browser.config.ts')],
  [{ name: 'demo', command: ['pintag', 'demo', '--once'], counts: one, minutes: 6 }],
];
