/** Holds one race: an arena, what happens in it, a closing run, a quiet run, and the verdict. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import type { Moment as StoredMoment } from '../faults/find-violations.ts';
import { type Arena, type Start, type Templates, createArena } from './arena.ts';
import { type Tolerated, judgeEnd, judgeQuiet, judgeRun, judgeVisit, judgeWinners } from './judge.ts';
import type { Ran } from './run-contender.ts';

export interface Race {
  /** Names it; unique. */
  readonly what: string;
  readonly start?: Start;
  /** What happens until all its runs have ended. */
  readonly course: (arena: Arena, watch: Watch) => Promise<readonly Ran[]>;
  /** Of the race, checked against what runs said: `run-1: calendar 1.1.0 released`. Default: whatever. */
  readonly ends?: readonly string[];
  /** By run, how often it planned again. Default: whatever is allowed. */
  readonly replans?: Readonly<Record<string, number>>;
  /** Lines of the closing run that are not `unchanged` or `already-there`: what the race has left to do. Default: nothing. `any`: what it likes. */
  readonly next?: readonly string[] | 'any';
  readonly tolerates?: Tolerated;
}

/** Looks at the promises while runs are held; nobody may be at work. */
export type Watch = () => Promise<void>;

export interface Held {
  readonly what: string;
  /** Empty: all promises held. */
  readonly problems: readonly string[];
  readonly rans: readonly Ran[];
}

export async function holdRace(templates: Templates, race: Race): Promise<Held> {
  const { what, course, tolerates = {} } = race;
  const arena = await createArena(templates, race.start);
  try {
    const moments: StoredMoment[] = [];
    const watch = async () => {
      await arena.visit();
      moments.push(await arena.moment());
    };
    await watch();
    const rans = await course(arena, watch);
    const closing = await close(arena, race);
    const end = await arena.moment();
    const problems = [
      ...rans.flatMap((ran) => judgeRun(ran, tolerates)),
      ...judgeWinners([...rans, ...closing.rans], end, tolerates),
      ...judgeSayings(race, rans),
      ...closing.problems,
      ...(await judgeEnd(end, arena.releasing, tolerates, moments)),
    ];
    return { what, problems, rans };
  } finally {
    await arena.close();
  }
}

function judgeSayings({ ends, replans }: Race, rans: readonly Ran[]): string[] {
  const said = rans.flatMap(({ run, end }) => (end?.features ?? []).map((line) => `${run}: ${line}`));
  const missing = (ends ?? []).filter((line) => !said.includes(line));
  const planned = rans.flatMap(({ run, end }) =>
    replans?.[run] === undefined || replans[run] === end?.replans
      ? []
      : [`${run} planned again ${end?.replans} times, and not ${replans[run]}.`],
  );
  return [...(missing.length > 0 ? [`Nobody said ${missing.join('; ')}; they said: ${said.join('; ')}.`] : []), ...planned];
}

/** The run after a race does what the race left to do, the one after that nothing, and everything agrees. */
async function close(arena: Arena, { next = [], tolerates = {} }: Race): Promise<{ rans: readonly Ran[]; problems: readonly string[] }> {
  const atEnd = await arena.moment();
  const visited = await arena.visit();
  const closing = await arena.run({ name: 'closing' });
  const did = doneBy(closing);
  const isQuiet = did.length === 0;
  const settled = isQuiet ? atEnd : await arena.moment();
  const quiet = isQuiet ? closing : await arena.run({ name: 'quiet' });
  const problems = [
    ...judgeRun(closing, tolerates),
    ...(isQuiet ? [] : judgeRun(quiet, quietly(tolerates))),
    ...judgeClosing(did, next),
    ...doneBy(quiet).map((line) => `A run with nothing to do did ${line}.`),
    ...judgeQuiet(settled, await arena.moment()),
    ...judgeVisit(isQuiet ? visited : await arena.visit(), settled),
    ...judgeCheck(await arena.run({ does: 'check', name: 'check' }), tolerates),
    ...(await leftBehind(arena)),
  ];
  return { rans: isQuiet ? [closing] : [closing, quiet], problems };
}

const doneBy = ({ end }: Ran): string[] => (end?.features ?? []).filter((line) => / (released|repaired)$/.test(line));

const judgeClosing = (did: readonly string[], next: Race['next'] & {}): string[] =>
  next === 'any' || next.join() === did.join()
    ? []
    : [`The closing run did ${did.join('; ') || 'nothing'}, and not ${next.join('; ') || 'nothing'}.`];

/** A quiet run fails the way that the closing run did. */
const quietly = ({ failing = {}, ...others }: Tolerated): Tolerated => ({
  ...others,
  failing: failing['closing'] ? { ...failing, quiet: failing['closing'] } : failing,
});

function judgeCheck({ end, trouble }: Ran, { leaves = [] }: Tolerated): string[] {
  if (!end || end.stopped !== undefined) return [`Nobody could look at the end: ${end?.stopped ?? trouble}`];
  return end.discrepancies.filter((kind) => !leaves.includes(kind)).map((kind) => `In the end there is a ${kind}.`);
}

/** A killed run leaves its folder to the next one in the same checkout; nobody else leaves anything. */
async function leftBehind(arena: Arena): Promise<string[]> {
  const rans = await Promise.all(arena.runs.map((runner) => runner.finish()));
  const left = await Promise.all(
    rans.map(async ({ run, checkout, killed }) => {
      const folders = killed ? [] : await readdir(path.join(checkout, '.pintag', 'runs')).catch(() => []);
      return folders.length > 0 ? [`${run} has left ${folders.join()} behind.`] : [];
    }),
  );
  return left.flat();
}
