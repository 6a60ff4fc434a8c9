import type { Race } from './hold-race.ts';
export const stressRaces = (_: { rounds: number; seed: number }): readonly Race[] => [];
