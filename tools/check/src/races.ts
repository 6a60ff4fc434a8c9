/** `npm run test:races [-- --rounds 50 --seed 1 --only <text>]`: holds every race. Closes with `held N of N`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describeAll, describeHeld, raceTable, runRaces, stressRaces } from '@pintag/release/races';
import { readOptions, stop, wholeNumber } from './command-line.ts';

const help = `npm run test:races -- [options]

Lets releases meet, each a process with a clone of its own: every race of the tables, then rounds that chance decides.

  --rounds <n>   how many rounds (default 50)
  --seed <n>     what chance depends on (default 1)
  --only <text>  only races whose name contains it: "notes of the same second", "round 7"
  --help         this

Exit code: 0 when every race was held: one winner a version, nothing lost, honest exit codes.
`;

const values = readOptions(process.argv.slice(2), help, {
  rounds: { type: 'string', default: '50' },
  seed: { type: 'string', default: '1' },
  only: { type: 'string', default: '' },
  help: { type: 'boolean', default: false },
});
const stress = stressRaces({ rounds: wholeNumber('rounds', values.rounds), seed: wholeNumber('seed', values.seed) });
const races = [...raceTable, ...stress].filter(({ what }) => what.includes(values.only));
if (races.length === 0) stop(`No race is called "${values.only}".`);

const folder = await mkdtemp(path.join(tmpdir(), 'pintag-races-'));
try {
  const held = await runRaces(races, { folder, env: process.env, onHeld: (one) => void process.stderr.write(`${describeHeld(one)}\n`) });
  const well = held.filter(({ problems }) => problems.length === 0).length;
  process.stdout.write(`${describeAll(held)}\nheld ${well} of ${held.length}\n`);
  process.exitCode = held.length > 0 && well === held.length ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
