/** `npm run bench:plan`: plans generated repositories with `pintag` and its peers, and prints what each took. */
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { PintagError } from '@pintag/cdn';
import { execa } from 'execa';
import { comparePlans, type ComparedPlans } from './plan/compare-plans.ts';
import { planRows } from './plan/plan-rows.ts';
import { presentPlans } from './plan/present-plans.ts';
import { toolNames } from './plan/tools.ts';
import { caseNames, cases } from './repositories/cases.ts';
import { describeMachine } from './report/machine.ts';
import { positiveNumber, readArguments, runEntry } from './report/entry.ts';
import { writeSection } from './report/write-section.ts';

const help = `npm run bench:plan [-- options]

Generates repositories and plans their releases with pintag, nx release and multi-semantic-release, beside a bare git log.

  --case <name>      one of ${caseNames.join(', ')}; default: all
  --tools <names>    some of ${toolNames.join(',')}; default: all
  --runs <n>         rounds, each in another order; default: 3
  --limit <seconds>  how long one run may take; default: 300
  --scratch <folder> where repositories and peers are kept; default: pintag-bench in the system's folder for temporary files
  --json             print rows as JSON instead of tables
  --write <page>     also put the tables between the marks of a page, as docs/benchmarks.md
`;

await runEntry(async () => {
  const { values } = readArguments(() =>
    parseArgs({
      options: {
        case: { type: 'string' },
        tools: { type: 'string' },
        runs: { type: 'string', default: '3' },
        limit: { type: 'string', default: '300' },
        scratch: { type: 'string', default: join(tmpdir(), 'pintag-bench') },
        json: { type: 'boolean', default: false },
        write: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }),
  );
  if (values.help) return void process.stdout.write(help);

  const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');
  const wanted = values.case === undefined ? caseNames : [oneOf('case', caseNames, values.case)];
  const only = values.tools?.split(',').map((name) => oneOf('tool', toolNames, name));
  const options = {
    root,
    scratch: resolve(values.scratch),
    node: process.execPath,
    env: process.env,
    ...(only && { only }),
    runs: positiveNumber('--runs', values.runs),
    limit: positiveNumber('--limit', values.limit),
    say: (line: string) => void process.stderr.write(`${line}\n`),
  };
  const compared: ComparedPlans[] = [];
  for (const name of wanted) compared.push(await comparePlans(cases[name], options));

  const { stdout: git } = await execa('git', ['--version']);
  const command = `npm run bench:plan -- ${values.case ? `--case ${values.case} ` : ''}${values.tools ? `--tools ${values.tools} ` : ''}--runs ${values.runs} --limit ${values.limit}`;
  const text = [`\`${command}\` on ${describeMachine(git)}.`, ...compared.map(presentPlans)].join('\n\n');
  if (values.write) await writeSection(resolve(root, values.write), 'bench:plan', text);
  process.stdout.write(values.json ? `${JSON.stringify(compared.flatMap(planRows), undefined, 2)}\n` : `${text}\n`);
  // A tool that was not measured at all leaves a hole in the comparison; one that took too long does not.
  if (compared.some(({ results }) => results.some(({ start, runs }) => start === 'cold' && runs.length === 0))) process.exitCode = 1;
});

/** @throws {PintagError} PT_USAGE */
function oneOf<T extends string>(what: string, known: readonly T[], name: string): T {
  const found = known.find((one) => one === name);
  if (!found) throw new PintagError('PT_USAGE', { problem: `There is no ${what} "${name}". It is one of ${known.join(', ')}.` });
  return found;
}
