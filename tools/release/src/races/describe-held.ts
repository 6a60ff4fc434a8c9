/** A race that was held, in a few lines for people. */
import type { Held } from './hold-race.ts';
import type { Ran } from './run-contender.ts';

/** `held    two releases… | winners run-1 2, run-2 0 | replans 0, 1 | contacts 3, 5` */
export function describeHeld({ what, problems, rans }: Held): string {
  const verdict = problems.length === 0 ? 'held   ' : 'BROKEN ';
  const each = (of: (ran: Ran) => string | number) => rans.map(of).join(', ');
  const won = ({ end }: Ran) => (end?.features ?? []).filter((line) => line.endsWith(' released')).length;
  const contacts = ({ end }: Ran) => (end ? Object.values(end.contacts).reduce((sum, count) => sum + count, 0) : 'killed');
  const about = `won ${each((ran) => `${ran.run} ${won(ran)}`)} | replans ${each(({ end }) => end?.replans ?? 'killed')} | contacts ${each(contacts)}`;
  return [`${verdict} ${what} | ${about}`, ...problems.map((problem) => `        ${problem}`)].join('\n');
}
