/** `npm run bench:release`: releases many features over a slow line, with `pintag` at once and with semantic-release one by one. */
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { compareReleases } from './release/compare-releases.ts';
import { presentReleases, releaseRows } from './release/present-releases.ts';
import { positiveNumber, readArguments, runEntry } from './report/entry.ts';
import { describeMachine } from './report/machine.ts';
import { writeSection } from './report/write-section.ts';

const help = `npm run bench:release [-- options]

Releases many features of a generated repository in one run, against running semantic-release once per feature, over a line that delays.

  --features <n>     how many; default: 50
  --latency <ms>     of a round trip to the remote; default: 100
  --runs <n>         rounds, each in another order; default: 3
  --limit <seconds>  how long one run may take; default: 900
  --scratch <folder> where repositories are kept; default: pintag-bench in the system's folder for temporary files
  --json             print rows as JSON instead of a table
  --write <page>     also put the table between the marks of a page, as docs/benchmarks.md
`;

await runEntry(async () => {
  const { values } = readArguments(() =>
    parseArgs({
      options: {
        features: { type: 'string', default: '50' },
        latency: { type: 'string', default: '100' },
        runs: { type: 'string', default: '3' },
        limit: { type: 'string', default: '900' },
        scratch: { type: 'string', default: join(tmpdir(), 'pintag-bench') },
        json: { type: 'boolean', default: false },
        write: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }),
  );
  if (values.help) return void process.stdout.write(help);

  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
  const features = positiveNumber('--features', values.features);
  const latency = positiveNumber('--latency', values.latency);
  const results = await compareReleases({
    root,
    scratch: resolve(values.scratch),
    node: process.execPath,
    env: process.env,
    features,
    latency,
    runs: positiveNumber('--runs', values.runs),
    limit: positiveNumber('--limit', values.limit),
    say: (line) => void process.stderr.write(`${line}\n`),
  });
  const rows = releaseRows(results, latency);
  const { stdout: git } = await execa('git', ['--version']);
  const command = `npm run bench:release -- --features ${features} --latency ${latency} --runs ${values.runs}`;
  const text = `\`${command}\` on ${describeMachine(git)}.\n\n${presentReleases(rows)}`;
  if (values.write) await writeSection(resolve(root, values.write), 'bench:release', text);
  process.stdout.write(values.json ? `${JSON.stringify(rows, undefined, 2)}\n` : `${text}\n`);
});
