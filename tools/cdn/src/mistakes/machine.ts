/** What the command, its configuration or the machine lacks. */
export const machine = {
  PT_USAGE: ({ problem }: { problem: string }) => ({
    sentence: problem,
    remedy: 'Run the command again with `--help` to see what it takes.',
  }),
  PT_CONFIG: ({ problems }: { problems: readonly string[] }) => ({
    sentence: `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}: ${problems.join('; ')}.`,
    remedy: 'Correct pintag.config.ts or the environment variables named; docs/configuration.md lists every field.',
  }),
  PT_NO_WORKSPACE: ({ cwd }: { cwd: string }) => ({
    sentence: `${cwd} is in no Pintag repository: neither it nor a folder above it holds nx.json or pintag.config.ts.`,
    remedy: 'Run the command inside the repository, or give `--edge <origin>` to read versions from a CDN.',
  }),
  PT_FILE_UNREADABLE: ({ problems }: { problems: readonly string[] }) => ({
    sentence: `${problems.length === 1 ? 'A file' : `${problems.length} files`} cannot be read: ${problems.join('; ')}.`,
    remedy: 'Correct the paths or the permissions. No file has been changed.',
  }),
  PT_NO_CHROMIUM: ({ looked }: { looked: readonly string[] }) => ({
    sentence: `There is no Chromium to show the pages in (looked at ${looked.join(', ')}).`,
    remedy: 'Install Chromium or Chrome, or set PINTAG_CHROMIUM to its path.',
  }),
  PT_PORT_IN_USE: ({ port }: { port: number }) => ({
    sentence: `Port ${port} is in use.`,
    remedy:
      'End what listens there, or choose another with `--port`. `pintag local` takes free ones without it (and with it the next two as well), `nx serve` with `--port 0`.',
  }),
  PT_DATA_IN_USE: ({ dataDir, pid }: { dataDir: string; pid: number | undefined }) => ({
    sentence: `Another process${pid === undefined ? '' : ` (${pid})`} serves ${dataDir} already.`,
    remedy: 'Use that one, end it, or choose another folder with `--data`.',
  }),
} as const;
