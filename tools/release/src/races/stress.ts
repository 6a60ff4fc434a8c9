/** Rounds in which chance decides which run makes its next call: of a seed, always the same. */
import { type Arena, type FeatureName, type RunOptions, features } from './arena.ts';
import { type Chance, seededChance } from './chance.ts';
import type { Race, Watch } from './hold-race.ts';
import type { Ran, Runner } from './run-contender.ts';

export interface StressOptions {
  readonly rounds: number;
  readonly seed: number;
}

/** A round can be held alone: its chance depends on the seed and its number. */
export const stressRaces = ({ rounds, seed }: StressOptions): readonly Race[] =>
  Array.from({ length: rounds }, (_, round) => ({
    what: `seed ${seed}, round ${round + 1}`,
    course: (arena, watch) => walk(arena, watch, seededChance(`${seed}/${round + 1}`)),
    // Of a run that was killed, and of commits that came after all runs.
    next: 'any',
  }));

/** Calls that another run can notice, and those that notice others. */
const steps =
  '^git\\.|^store\\.create (_staging|_claims|_receipts|elements/_records)/|^store\\.create .*/main\\.js$|^store\\.compareAndSet|^store\\.read elements/index\\.json$|^edge\\.invalidate$';

const mostRuns = 4;

async function walk(arena: Arena, watch: Watch, chance: Chance): Promise<readonly Ran[]> {
  const commits = [await arena.commit(...chance.some(features))];
  while (chance.of(0.5)) commits.push(await arena.commit(...chance.some(features)));
  const start = () => arena.start({ ...wishes(commits, chance), hold: steps });

  const running: Runner[] = [];
  for (let count = 2 + chance.below(mostRuns - 1); count > 0; count--) running.push(await start());
  const all = [...running];
  let mayKill = chance.of(0.4);
  let mayCommit = chance.below(3);

  while (running.length > 0) {
    // One makes a call while the others wait; or several at the same moment.
    const going = chance.of(0.2) ? [...running] : [chance.one(running)];
    await Promise.all(going.map(step));
    if (mayKill && running.length > 1 && chance.of(0.03)) {
      mayKill = false;
      const [victim] = running.splice(chance.below(running.length), 1);
      await victim!.kill();
    }
    if (mayCommit > 0 && chance.of(0.05)) {
      mayCommit -= 1;
      commits.push(await arena.commit(...chance.some(features, 0)));
    }
    if (all.length < mostRuns && chance.of(0.02)) {
      const late = await start();
      running.push(late);
      all.push(late);
    }
    if (chance.of(0.05)) {
      for (const runner of running) await runner.held();
      await watch();
    }
  }
  return Promise.all(all.map((runner) => runner.finish()));

  async function step(runner: Runner): Promise<void> {
    if (await runner.held()) {
      runner.go();
      if (await runner.held()) return;
    }
    running.splice(running.indexOf(runner), 1);
  }
}

function wishes(commits: readonly string[], chance: Chance): RunOptions {
  const does = chance.of(0.2) ? 'reconcile' : 'release';
  const only: readonly FeatureName[] | undefined = does === 'release' && chance.of(0.2) ? [chance.one(features)] : undefined;
  // The clock of some stands still, so that notes of different runs are made in one second.
  return { does, commit: chance.one(commits), ...(only && { only }), ...(chance.of(0.3) && { gitDate: '2026-03-04T05:06:07Z' }) };
}
