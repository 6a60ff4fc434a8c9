/** Every row in every engine takes minutes: a part of them runs with the tests, all of them in `npm run test:engines`. */
import { env } from 'node:process';

/**
 * Every seventh row; `PINTAG_SEED` says which seventh, `PINTAG_WHOLE=1` takes all. Seven divides no dimension of the tables, so that a part
 * has something of everything.
 * @param from Another start for each engine: together they see more.
 */
export function partOf<T>(rows: readonly T[], from: number): readonly T[] {
  if (env['PINTAG_WHOLE'] === '1') return rows;
  const first = (Number(env['PINTAG_SEED'] ?? 0) + from) % part;
  return rows.filter((_, index) => index % part === first);
}

const part = 7;
