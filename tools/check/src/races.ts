/** `npm run test:races [-- --rounds 50 --seed 1 --only <text>]`: holds every race. Closes with `held N of N`. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { describeAll, describeHeld, raceTable, runRaces, stressRaces } from '@pintag/release/races';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '50' }, seed: { type: 'string', default: '1' }, only: { type: 'string', default: '' } },
});
const races = [...raceTable, ...stressRaces({ rounds: Number(values.rounds), seed: Number(values.seed) })].filter(({ what }) =>
  what.includes(values.only),
);

const folder = await mkdtemp(path.join(tmpdir(), 'pintag-races-'));
try {
  const held = await runRaces(races, { folder, env: process.env, onHeld: (one) => void process.stderr.write(`${describeHeld(one)}\n`) });
  const well = held.filter(({ problems }) => problems.length === 0).length;
  process.stdout.write(`${describeAll(held)}\nheld ${well} of ${held.length}\n`);
  process.exitCode = held.length > 0 && well === held.length ? 0 : 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
