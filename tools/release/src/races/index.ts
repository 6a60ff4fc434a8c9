/** Races between releases, for whoever holds them. */
export { describeAll, describeHeld } from './describe-held.ts';
export type { Held, Race } from './hold-race.ts';
export { raceTable, runRaces, type RaceOptions } from './run-races.ts';
export { stressRaces } from './stress.ts';
