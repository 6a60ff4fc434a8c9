/** Holds races of the tables, some at a time. */
import { mkdir, rm } from 'node:fs/promises';
import pLimit from 'p-limit';
import { type Templates, createTemplates } from './arena.ts';
import { type Held, type Race, holdRace } from './hold-race.ts';
import { intrusions } from './intrusions.ts';
import { meetings, toRace } from './meetings.ts';

export const raceTable: readonly Race[] = [...meetings.map(toRace), ...intrusions];

export interface RaceOptions {
  /** An empty folder; it is empty again afterwards. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
  /** At a time. Default 2. */
  readonly parallel?: number;
  readonly onHeld?: (held: Held) => void;
}

export async function runRaces(races: readonly Race[], { folder, env, parallel = 2, onHeld }: RaceOptions): Promise<readonly Held[]> {
  await mkdir(folder, { recursive: true });
  const templates: Templates = { folder, env };
  await createTemplates(templates);
  const limit = pLimit(parallel);
  const held = await Promise.all(
    races.map((race) =>
      limit(async () => {
        const one = await holdRace(templates, race).catch((error: unknown): Held => ({
          what: race.what,
          rans: [],
          problems: [String(error)],
        }));
        onHeld?.(one);
        return one;
      }),
    ),
  );
  await rm(folder, { recursive: true, force: true });
  return held;
}
