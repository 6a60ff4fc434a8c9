/** `npm run bench:publish`: puts versions into a real S3 server with pintag and with the tools that one would use otherwise, and releases one feature among very many. */
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PintagError } from '@pintag/cdn';
import { startCeph } from '@pintag/check/ceph';
import { execa } from 'execa';
import { comparePublishing } from './publish/compare-publishing.ts';
import { presentPublishing, type PublishRow, publishRow, scaleRow } from './publish/publish-rows.ts';
import { releaseAmongMany } from './publish/release-among-many.ts';
import { positiveNumber, readArguments, runEntry } from './report/entry.ts';
import { describeMachine } from './report/machine.ts';
import { writeSection } from './report/write-section.ts';

const cases = ['200-files', '2000-files', 'scale'] as const;

const help = `npm run bench:publish [-- options]

Publishes 200 and 2,000 files of 20 kB to a Ceph RGW with pintag, aws s3 sync and rclone copy, as whole processes and in turns; then releases one
feature into a store of 10 and of 1,000 features with 500 versions each, and counts the requests. Needs Debian, root, aws and rclone.

  --case <name>      one of ${cases.join(', ')}; default: all
  --runs <n>         rounds, each in another order; default: 5
  --limit <seconds>  how long one run may take; default: 120
  --versions <n>     of each feature in the scale case; default: 500
  --scratch <folder> where files and stores are kept; default: pintag-bench in the system's folder for temporary files
  --json             print rows as JSON instead of tables
  --write <page>     also put the tables between the marks of a page, as docs/benchmarks.md
`;

await runEntry(async () => {
  const { values } = readArguments(() =>
    parseArgs({
      options: {
        case: { type: 'string' },
        runs: { type: 'string', default: '5' },
        limit: { type: 'string', default: '120' },
        versions: { type: 'string', default: '500' },
        scratch: { type: 'string', default: join(tmpdir(), 'pintag-bench') },
        json: { type: 'boolean', default: false },
        write: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }),
  );
  if (values.help) return void process.stdout.write(help);

  const wanted = cases.filter((name) => values.case === undefined || name === values.case);
  if (wanted.length === 0)
    throw new PintagError('PT_USAGE', { problem: `There is no case "${values.case}". It is one of ${cases.join(', ')}.` });
  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
  const scratch = resolve(values.scratch);
  await mkdir(scratch, { recursive: true });
  const say = (line: string): void => void process.stderr.write(`${line}\n`);
  const [runs, limit, versions] = [
    positiveNumber('--runs', values.runs),
    positiveNumber('--limit', values.limit),
    positiveNumber('--versions', values.versions),
  ];

  const rows: PublishRow[] = [];
  const tools: string[] = [];
  const counts = wanted.flatMap((name) => (name === 'scale' ? [] : [Number.parseInt(name)]));
  if (counts.length > 0) {
    tools.push(...(await toolVersions()));
    const ceph = await startCeph({ root, env: process.env, say });
    try {
      const {
        PINTAG_CEPH_ENDPOINT: endpoint,
        PINTAG_CEPH_ACCESS_KEY: accessKeyId,
        PINTAG_CEPH_SECRET_KEY: secretAccessKey,
        PINTAG_CEPH_REASON: reason,
      } = ceph.env;
      if (!endpoint || !accessKeyId || !secretAccessKey)
        throw new PintagError('PT_USAGE', { problem: `There is no Ceph to publish to: ${reason}.` });
      const options = {
        ceph: { endpoint, accessKeyId, secretAccessKey },
        counts,
        runs,
        limit,
        scratch,
        node: process.execPath,
        path: process.env['PATH'] ?? '',
        say,
      };
      rows.push(...(await comparePublishing(options)).map(publishRow));
    } finally {
      await ceph.stop();
    }
  }
  if (wanted.includes('scale')) {
    for (const features of [10, 1_000])
      rows.push(scaleRow(await releaseAmongMany({ features, versions, runs: Math.min(runs, 5), scratch, say })));
  }

  const { stdout: git } = await execa('git', ['--version']);
  const command = `npm run bench:publish --${values.case ? ` --case ${values.case}` : ''} --runs ${values.runs}`;
  const text = [`\`${command}\` on ${[describeMachine(git), ...tools].join(', ')}.`, presentPublishing(rows)].join('\n\n');
  if (values.write) await writeSection(resolve(root, values.write), 'bench:publish', text);
  process.stdout.write(values.json ? `${JSON.stringify(rows, undefined, 2)}\n` : `${text}\n`);
});

/** @throws {PintagError} PT_USAGE a peer is not there: a comparison with a hole in it is none. */
async function toolVersions(): Promise<string[]> {
  const path = `/usr/local/bin:/usr/bin:/bin:${process.env['PATH'] ?? ''}`;
  const ask = async (tool: string, args: readonly string[]): Promise<string> => {
    const { stdout, failed } = await execa(tool, [...args], { env: { PATH: path }, extendEnv: false, reject: false });
    if (failed)
      throw new PintagError('PT_USAGE', { problem: `${tool} does not run here; \`apt-get install awscli rclone\` installs both peers.` });
    return /^(?:ceph version \S+|\S+ \S+)/.exec(stdout)?.[0] ?? tool;
  };
  return [await ask('aws', ['--version']), await ask('rclone', ['version']), await ask('radosgw', ['--version'])];
}
