/**
 * `npm run test:differential [-- --histories 300 --seed 1 --only <number>]`: plans generated histories and asks semantic-release's own core
 * about the same. Closes with `agreed N of N features in M histories (seed S)`.
 */
import { describeDifferences, runDifferential } from '@pintag/release/differential';
import { readOptions, wholeNumber } from './command-line.ts';

const help = `npm run test:differential -- [options]

Generates histories, plans their releases, and asks semantic-release's own core about the same, one feature at a time.

  --histories <n>  how many (default 300, some 12 minutes on two cores)
  --seed <n>       what chance depends on (default 1)
  --only <number>  only this one of them
  --help           this

Exit code: 0 when every version, channel and commit agreed, and, from 100 histories on, each kind of history occurred.
`;

const values = readOptions(process.argv.slice(2), help, {
  histories: { type: 'string', default: '300' },
  seed: { type: 'string', default: '1' },
  only: { type: 'string' },
  help: { type: 'boolean', default: false },
});
const seed = wholeNumber('seed', values.seed);
const histories = wholeNumber('histories', values.histories);
const numbers = values.only === undefined ? Array.from({ length: histories }, (_, number) => number) : [wholeNumber('only', values.only)];
const talk = (line: string) => void process.stderr.write(`${line}\n`);

let done = 0;
let features = 0;
const result = await runDifferential({
  seed,
  numbers,
  env: process.env,
  onHistory(history) {
    done += 1;
    features += history.features;
    if (history.differences.length) talk(`\n${describeDifferences(history)}`);
    if (done % 10 === 0) talk(`${done} of ${numbers.length} histories, ${features} features`);
  },
});

/** Below this many, chance may leave something out. */
const enough = 100;
const missing = (counts: ReadonlyMap<string, number>) => [...counts].flatMap(([name, count]) => (count === 0 ? [name] : []));
const [unused, undecided] = [missing(result.coverage), missing(result.intended)];
if (values.only === undefined) {
  talk('\nHistories that released something together with');
  for (const [name, count] of result.coverage) talk(`${String(count).padStart(5)}  ${name}`);
  talk('\nHistories of which a difference on purpose decided something');
  for (const [name, count] of result.intended) talk(`${String(count).padStart(5)}  ${name}`);
  if (unused.length) talk(`\nNever together with a release: ${unused.join(', ')}`);
  if (undecided.length) talk(`\nNever decided anything: ${undecided.join(', ')}`);
}
const isCovered = numbers.length < enough || unused.length + undecided.length === 0;
const { agreed, released } = result;
talk(`\n${released} features were released or promoted.`);
process.stdout.write(`agreed ${agreed} of ${result.features} features in ${result.histories} histories (seed ${seed})\n`);
process.exitCode = agreed === result.features && isCovered ? 0 : 1;
