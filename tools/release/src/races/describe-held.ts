/** A race that was held, in a few lines for people. */
import type { Held } from './hold-race.ts';
import type { Ran } from './run-contender.ts';

/** `held    two releases… | won run-1 2, run-2 0 | replans run-1 0, run-2 1 | contacts …` */
export function describeHeld({ what, problems, rans }: Held): string {
  const verdict = problems.length === 0 ? 'held   ' : 'BROKEN ';
  const each = (of: (ran: Ran) => string | number) => rans.map(of).join(', ');
  const about = `won ${each((ran) => `${ran.run} ${wonBy(ran)}`)} | replans ${each(({ end }) => end?.replans ?? 'killed')} | contacts ${each((ran) => (ran.end ? contactsOf(ran) : 'killed'))}`;
  return [`${verdict} ${what} | ${about}`, ...problems.map((problem) => `        ${problem}`)].join('\n');
}

/** All races in one line: `70 races of 170 runs, 3 killed; 140 versions won; planned again 0: 90, 1: 77; …` */
export function describeAll(held: readonly Held[]): string {
  const rans = held.flatMap((one) => one.rans);
  const ended = rans.filter(({ end }) => end);
  const replans = [...Map.groupBy(ended, ({ end }) => end!.replans)].sort(([a], [b]) => a - b);
  const unraced = ended.filter(({ does, end }) => does === 'release' && end!.replans === 0);
  return [
    `${held.length} races of ${rans.length} runs, ${rans.length - ended.length} of them killed`,
    `${ended.reduce((sum, ran) => sum + wonBy(ran), 0)} versions won`,
    `planned again ${replans.map(([times, runs]) => `${times}: ${runs.length}`).join(', ')}`,
    `contacts of a release that lost no race: at most ${Math.max(0, ...unraced.map(contactsOf))}`,
  ].join('; ');
}

const wonBy = ({ end }: Ran): number => (end?.features ?? []).filter((line) => line.endsWith(' released')).length;
const contactsOf = ({ end }: Ran): number => Object.values(end?.contacts ?? {}).reduce((sum, count) => sum + count, 0);
