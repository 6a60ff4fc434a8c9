/** `npm run test:faults`: walks the fault table of a release. Closes with `survived N of N`. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type CephStore,
  inWords,
  makeTemporaryFolder,
  pickRows,
  summarise,
  summaryLines,
  summaryTable,
  type Walk,
  type WalkedRow,
  walkFaultTable,
} from '@pintag/release/faults';
import { startCeph } from './ceph.ts';
import { readOptions, wholeNumber } from './command-line.ts';

const help = `npm run test:faults -- [options]

Every call that a release makes to the outside meets every fault that makes sense for it; then the release is run again, and has to end as
if nothing had been. First on the store of this machine, then a part by chance on Ceph's RADOS Gateway, where that can be had.

  --only <text>     only rows whose name contains it: "PUT elements/index.json", "kill-after", "repair:"
  --sample <k>      only k rows, by chance
  --seed <n>        what that chance depends on (default: PINTAG_SEED, else the time)
  --store <which>   local, ceph, or both (default)
  --ceph-rows <k>   rows on Ceph, by chance (default 40)
  --parallel <n>    rows at a time (default 4)
  --list            only name the rows
  --json            one line of JSON with every row and the sums, on standard output
  --write <file>    put the figures between the markers of this page
  --help            this

Exit code: 0 when every row was survived.
`;

const values = readOptions(process.argv.slice(2), help, {
  only: { type: 'string' },
  sample: { type: 'string' },
  seed: { type: 'string' },
  store: { type: 'string', default: 'both' },
  'ceph-rows': { type: 'string', default: '40' },
  parallel: { type: 'string', default: '4' },
  list: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  write: { type: 'string' },
  help: { type: 'boolean', default: false },
});
const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
const say = (line: string) => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const seed = numberOf('seed', values.seed ?? process.env['PINTAG_SEED']) ?? Date.now() % 1_000_000;
  const { only } = values;
  const sample = numberOf('sample', values.sample);
  say(`Seed ${seed}.`);
  const started = performance.now();

  const local =
    values.store === 'ceph'
      ? undefined
      : await walk('this machine', { ...(only && { only }), ...(sample !== undefined && { sample }), seed });
  const ceph = values.store === 'local' || values.list ? undefined : await walkOnCeph(seed, only);
  const walks = [local, ceph].filter((one) => one !== undefined);
  const seconds = Math.round((performance.now() - started) / 1000);
  const summaries = walks.map(({ where, walked }) => ({ where, ...summarise(walked) }));

  if (values.json) {
    const rows = walks.flatMap(({ where, walked }) => walked.rows.map((row) => ({ where, ...plain(row) })));
    process.stdout.write(`${JSON.stringify({ seed, seconds, summaries, rows })}\n`);
  } else {
    for (const { where, ...summary } of summaries) process.stdout.write(`\nOn ${where}:\n${summaryLines(summary).join('\n')}\n`);
  }
  const rows = summaries.reduce((sum, { rows: of }) => sum + of, 0);
  const survived = summaries.reduce((sum, { survived: of }) => sum + of, 0);
  if (values.write)
    await writeFigures(
      path.resolve(values.write),
      [
        ...summaries.map(({ where, ...summary }) => `On ${where}, ${summary.calls} calls:\n\n${summaryTable(summary)}`),
        `Made by \`npm run test:faults -- ${process.argv.slice(2).join(' ')}\` with seed ${seed}, in ${seconds} s.`,
      ].join('\n\n'),
    );
  say(`It took ${seconds} s.`);
  if (!values.json && !values.list) process.stdout.write(`survived ${survived} of ${rows}\n`);
  if (rows === 0 && !values.list) say('No row was walked: --list names those that there are.');
  process.exitCode = survived === rows && (rows > 0 || values.list) ? 0 : 1;
}

const numberOf = (option: string, text: string | undefined): number | undefined =>
  text === undefined ? undefined : wholeNumber(option, text);

interface Walked {
  readonly where: string;
  readonly walked: Walk;
}

async function walk(where: string, pick: Parameters<typeof pickRows>[1], ceph?: CephStore): Promise<Walked> {
  const folder = await makeTemporaryFolder();
  let done = 0;
  let of = 0;
  try {
    const walked = await walkFaultTable({
      folder,
      env: process.env,
      parallel: numberOf('parallel', values.parallel) ?? 4,
      ...(ceph && { ceph }),
      pick: (rows) => {
        const picked = pickRows(rows, pick);
        if (values.list) for (const row of picked) process.stdout.write(`${inWords(row)}\n`);
        return values.list ? [] : picked;
      },
      onTable: (table, picked) => {
        of = picked;
        say(`On ${where}: ${picked} of ${table.rows.length} rows.`);
      },
      onRow: (row) => {
        done += 1;
        report(row, `${done} of ${of}`, done % 50 === 0 || done === of);
      },
    });
    return { where, walked };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function walkOnCeph(seed: number, only: string | undefined): Promise<Walked | undefined> {
  const ceph = await startCeph({ root, env: process.env, say });
  try {
    const { PINTAG_CEPH_ENDPOINT: endpoint, PINTAG_CEPH_ACCESS_KEY: accessKeyId, PINTAG_CEPH_SECRET_KEY: secretAccessKey } = ceph.env;
    if (!endpoint || !accessKeyId || !secretAccessKey) return undefined;
    const pick = { ...(only && { only }), sample: numberOf('ceph-rows', values['ceph-rows']) ?? 40, seed };
    return await walk("Ceph's RADOS Gateway", pick, { endpoint, accessKeyId, secretAccessKey });
  } finally {
    await ceph.stop();
  }
}

function report({ name, problems, seconds }: WalkedRow, progress: string, isDue: boolean): void {
  if (problems.length > 0)
    say([`LOST ${progress}: ${name} (${seconds.toFixed(1)} s)`, ...problems.map((problem) => `       ${problem}`)].join('\n'));
  else if (isDue) say(`     ${progress}`);
}

const plain = ({ row: { scenario, call, kind, duration }, problems, endedWell, seconds }: WalkedRow) => ({
  scenario,
  party: call.party,
  call: call.name,
  occurrence: call.occurrence,
  kind,
  duration,
  problems,
  endedWell,
  seconds,
});

async function writeFigures(file: string, figures: string): Promise<void> {
  const page = await readFile(file, 'utf8');
  const markers = /(<!-- figures: begin -->\n)[\s\S]*?(\n<!-- figures: end -->)/;
  if (!markers.test(page)) throw new Error(`${file} has no markers for the figures.`);
  await writeFile(
    file,
    page.replace(markers, (_, begin: string, end: string) => `${begin}\n${figures}\n${end}`),
  );
}

await main();
