/** Runs that meet at one place, and who goes on first: a table. */
import type { Arena, FeatureName, RunOptions } from './arena.ts';
import type { Race, Watch } from './hold-race.ts';
import type { Ran, Runner } from './run-contender.ts';
import type { Tolerated } from './judge.ts';

/** A run of a meeting; `on` counts releasing commits from 0. */
export type Party = Pick<RunOptions, 'does' | 'only' | 'name' | 'gitDate'> & { readonly on?: number };

export interface Meeting {
  readonly what: string;
  /** The releasing commits that there are before any run starts, by the features they touch. */
  readonly commits: readonly (readonly FeatureName[])[];
  readonly runs: readonly Party[];
  /** A run is killed before it publishes what it tagged, so that the others have something to finish. */
  readonly begun?: 'tagged';
  /** Calls before which each run waits for the others, as a regular expression; or in the remote's own hook, when it has been told what is there. */
  readonly at: string | 'inside the remote';
  /** `last overtakes`: the last run is held nowhere and ends before the others go on. `first dies`: it is killed where it waits, then the others go on. */
  readonly then: 'together' | 'one after the other' | 'last overtakes' | 'first dies';
  readonly next?: Race['next'];
  readonly ends?: readonly string[];
  readonly tolerates?: Tolerated;
}

export const toRace = (meeting: Meeting): Race => ({
  what: meeting.what,
  course: (arena, watch) => meet(arena, watch, meeting),
  ...(meeting.next && { next: meeting.next }),
  ...(meeting.ends && { ends: meeting.ends }),
  ...(meeting.tolerates && { tolerates: meeting.tolerates }),
});

async function meet(arena: Arena, watch: Watch, { commits, runs, begun, at, then }: Meeting): Promise<readonly Ran[]> {
  const hashes: string[] = [];
  for (const touched of commits) hashes.push(await arena.commit(...touched));
  const before = begun ? [await tagAndDie(arena)] : [];
  const optionsOf = ({ on = hashes.length - 1, ...options }: Party): RunOptions => ({ ...options, commit: hashes[on]! });

  if (at === 'inside the remote') {
    const gate = await arena.closeGate();
    const racing = await Promise.all(runs.map((party) => arena.start(optionsOf(party))));
    await gate.arrived(runs.length);
    await gate.open();
    return [...before, ...(await endOf(racing))];
  }

  const isBeforeTheFirst = /git/.test(at);
  const held: Runner[] = [];
  const start = async (party: Party, position: number) => {
    const overtakes = then === 'last overtakes' && position === runs.length - 1;
    const runner = await arena.start({ ...optionsOf(party), ...(!overtakes && { hold: at, holds: 1 }) });
    held[position] = runner;
    await (overtakes ? runner.finish() : runner.held());
  };
  // Until it pushes, no run does anything that another one would see.
  if (isBeforeTheFirst && then !== 'last overtakes') await Promise.all(runs.map(start));
  else for (const [position, party] of runs.entries()) await start(party, position);
  await watch();

  if (then === 'first dies') await held[0]!.kill();
  const rans: Ran[] = [];
  if (then === 'one after the other') for (const runner of held) rans.push(await runner.finish());
  else rans.push(...(await endOf(held)));
  return [...before, ...rans];
}

const endOf = (runners: readonly Runner[]): Promise<readonly Ran[]> => Promise.all(runners.map((runner) => runner.finish()));

async function tagAndDie(arena: Arena): Promise<Ran> {
  const runner = await arena.start({ name: 'dead', hold: '^store\\.(read|create) _claims/', holds: 1 });
  await runner.held();
  await runner.kill();
  return runner.finish();
}

const both: readonly FeatureName[] = ['calendar', 'questionnaire'];
const times = <T>(count: number, make: (position: number) => T): readonly T[] =>
  Array.from({ length: count }, (_, position) => make(position));

/** Many at once, before their pushes and during them. */
const crowds: readonly Meeting[] = [2, 3, 6].flatMap((count) =>
  (['^git\\.push$', 'inside the remote'] as const).flatMap((at): Meeting[] => [
    {
      what: `${count} releases of one commit, ${at === 'inside the remote' ? 'all pushing' : 'all about to push'}`,
      commits: [both],
      runs: times(count, () => ({})),
      at,
      then: 'together',
    },
    {
      what: `${count} releases of commits of one line, ${at === 'inside the remote' ? 'all pushing' : 'all about to push'}`,
      commits: times(count, (position) => (position % 2 === 0 ? both : ['calendar'])),
      runs: times(count, (position) => ({ on: position })),
      at,
      then: 'together',
    },
  ]),
);

const ordered: readonly Meeting[] = [
  {
    what: 'three releases of commits of one line push oldest first',
    commits: [both, ['calendar'], ['questionnaire']],
    runs: times(3, (on) => ({ on })),
    at: '^git\\.push$',
    then: 'one after the other',
  },
  {
    what: 'three releases of commits of one line push newest first',
    commits: [both, ['calendar'], ['questionnaire']],
    runs: times(3, (position) => ({ on: 2 - position })),
    at: '^git\\.push$',
    then: 'one after the other',
  },
];

const second = '2026-03-04T05:06:07Z';
const twins: readonly Meeting[] = (['^git\\.push$', 'inside the remote'] as const).flatMap((at): Meeting[] => [
  {
    what: `two releases of one commit whose notes are made in the same second, ${at === 'inside the remote' ? 'both pushing' : 'one after the other'}`,
    commits: [both],
    runs: [{ gitDate: second }, { gitDate: second }],
    at,
    then: at === 'inside the remote' ? 'together' : 'one after the other',
  },
]);

/** Where two runs can be with one version, in the order of a release. */
const places = {
  'create a file of its runtime': '^store\\.create elements/runtime/.*/angular\\.js$',
  'ask the edge for its runtime': '^edge\\.fetch /elements/runtime/.*/angular\\.js$',
  'record its runtime': '^store\\.create elements/_records/runtime/',
  'store its linked bundle': '^store\\.create _claims/[0-9a-f]+\\.tar$',
  'claim it': '^store\\.create _claims/[^/]+/',
  'create its main.js': '^store\\.create elements/v.*/main\\.js$',
  'write its record': '^store\\.create elements/_records/(?!runtime/)',
  'verify it': '^edge\\.fetch .*/main\\.js',
  'write versions.json': '^store\\.compareAndSet elements/[^/]+/versions\\.json$',
  'write index.json': '^store\\.compareAndSet elements/index\\.json$',
  invalidate: '^edge\\.invalidate$',
  'write its receipt': '^store\\.create _receipts/',
};

const overlaps: readonly Meeting[] = Object.entries(places).flatMap(([place, at]): Meeting[] => [
  {
    what: `two releases about to ${place}, of a version that a dead one tagged`,
    commits: [['calendar']],
    begun: 'tagged',
    runs: [{}, {}],
    at,
    then: 'together',
  },
  {
    what: `a release about to ${place}, overtaken by another`,
    commits: [['calendar']],
    runs: [{}, {}],
    at,
    then: 'last overtakes',
  },
  {
    what: `a release killed as it is about to ${place}, another waiting there`,
    commits: [['calendar']],
    runs: [{}, {}],
    at,
    then: 'first dies',
  },
]);

const repairs: readonly Meeting[] = [
  {
    what: 'two reconciles, both about to claim',
    commits: [both],
    begun: 'tagged',
    runs: [{ does: 'reconcile' }, { does: 'reconcile' }],
    at: places['claim it'],
    then: 'together',
  },
  {
    what: 'two reconciles, both about to write index.json',
    commits: [both],
    begun: 'tagged',
    runs: [{ does: 'reconcile' }, { does: 'reconcile' }],
    at: places['write index.json'],
    then: 'together',
  },
  {
    what: 'a release about to claim, and a reconcile that finishes its versions',
    commits: [both],
    runs: [{}, { does: 'reconcile' }],
    at: places['claim it'],
    then: 'last overtakes',
  },
  {
    what: 'a reconcile about to claim, and a release of a later commit',
    commits: [both, ['calendar']],
    begun: 'tagged',
    runs: [{ does: 'reconcile' }, {}],
    at: places['claim it'],
    then: 'last overtakes',
  },
  {
    what: 'a release killed before its receipts, and two reconciles that wait there',
    commits: [both],
    runs: [{}, { does: 'reconcile' }, { does: 'reconcile' }],
    at: places['write its receipt'],
    then: 'first dies',
  },
];

const indexes: readonly Meeting[] = (['versions.json', 'index.json'] as const).flatMap((list): Meeting[] => [
  {
    what: `two releases of different features, about to write ${list}`,
    commits: [both],
    runs: [{ only: ['calendar'] }, { only: ['questionnaire'] }],
    at: places[`write ${list}`],
    then: 'together',
  },
  {
    what: `a release about to write ${list}, overtaken by one of another feature`,
    commits: [both],
    runs: [{ only: ['calendar'] }, { only: ['questionnaire'] }],
    at: places[`write ${list}`],
    then: 'last overtakes',
  },
  {
    what: `a release about to write ${list}, overtaken by one of the feature's next version`,
    commits: [['calendar'], ['calendar']],
    runs: [{ on: 0 }, { on: 1 }],
    at: places[`write ${list}`],
    then: 'last overtakes',
  },
]);

export const meetings: readonly Meeting[] = [...crowds, ...ordered, ...twins, ...repairs, ...indexes, ...overlaps];
