/**
 * `npm run test:differential [-- --histories 300 --seed 1 --only <number>]`: plans generated histories and asks semantic-release's own core
 * about the same. Closes with `agreed N of N features in M histories (seed S)`.
 */
import { parseArgs } from 'node:util';
import { describeDifferences, runDifferential } from '@pintag/release/differential';

const { values } = parseArgs({
  options: { histories: { type: 'string', default: '300' }, seed: { type: 'string', default: '1' }, only: { type: 'string' } },
});
const seed = Number(values.seed);
const numbers = values.only === undefined ? Array.from({ length: Number(values.histories) }, (_, number) => number) : [Number(values.only)];
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
const { agreed, histories, released } = result;
talk(`\n${released} features were released or promoted.`);
process.stdout.write(`agreed ${agreed} of ${result.features} features in ${histories} histories (seed ${seed})\n`);
process.exitCode = agreed === result.features && isCovered ? 0 : 1;
