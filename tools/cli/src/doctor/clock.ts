/** Does this machine's clock agree with the store's? Signatures carry the time, and S3 refuses one that is a quarter of an hour off. */
import type { Check } from './check.ts';

const second = 1000;
/** Milliseconds: what is odd, and what will soon be refused. */
const tolerance = { odd: 30 * second, much: 300 * second };

export interface ClockOptions {
  /** Of a server that answers itself and keeps no answers: the store, not the edge. */
  readonly url: string;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly fetch?: typeof fetch;
  /** Milliseconds. */
  readonly limit: number;
}

export const checkClock = ({ url, now, fetch: get = fetch, limit }: ClockOptions): Check => ({
  name: 'clock',
  limit,
  look: async (signal) => {
    const asked = now();
    // Unsigned, so it is refused; a refusal has the time too.
    const answer = await get(url, { method: 'HEAD', redirect: 'manual', signal });
    const answered = now();
    const theirs = Date.parse(answer.headers.get('date') ?? '');
    if (Number.isNaN(theirs)) return { outcome: 'skipped', why: `${url} does not say what time it is.` };
    // The header has whole seconds: it was that time somewhere in the second after it.
    const skew = Math.max(0, asked - (theirs + second), theirs - answered);
    const found = `This clock is ${skew === 0 ? 'right' : `${Math.round(skew / second)} s ${asked > theirs ? 'ahead of' : 'behind'} that of ${new URL(url).host}`}.`;
    if (skew < tolerance.odd) return { outcome: 'ok', found };
    const remedy = 'Set the clock by a time server (`timedatectl set-ntp true`): a request that is signed 15 minutes off is refused.';
    return { outcome: skew < tolerance.much ? 'warning' : 'failed', found, remedy };
  },
});
