/** Tables on real git that are too long for every `npm test`: a part of them runs there, all of them in `npm run test:tables`. */
import { env } from 'node:process';

/** Every third row; `PINTAG_SEED` says which third, `PINTAG_WHOLE=1` takes all. */
export function partOf<T>(rows: readonly T[]): readonly T[] {
  if (env['PINTAG_WHOLE'] === '1') return rows;
  const first = Number(env['PINTAG_SEED'] ?? 0) % thirds;
  return rows.filter((_, index) => index % thirds === first);
}

const thirds = 3;
