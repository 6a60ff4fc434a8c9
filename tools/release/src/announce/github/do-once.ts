/** A write whose answer got lost may have been done: so GitHub is looked at before each try, and a release that is run again does nothing twice. */
import { setTimeout as delay } from 'node:timers/promises';
import { PintagError } from '@pintag/cdn/errors';
import { type GithubClient, GithubRefused, isOutage } from './github-client.ts';

export interface Once<T> {
  /** What is there; `undefined`: it has to be made. */
  readonly look: () => Promise<T | undefined>;
  /** What it answers is what was made; `undefined`: it has to be looked at. */
  readonly write: () => Promise<T | undefined>;
}

/** @throws {PintagError} PT_GITHUB_DENIED, PT_GITHUB_UNREACHABLE */
export async function doOnce<T>(
  { patience, repository, giveUp }: Pick<GithubClient, 'patience' | 'repository' | 'giveUp'>,
  { look, write }: Once<T>,
): Promise<T> {
  for (const pause of [...patience, undefined]) {
    const found = await look();
    if (found !== undefined) return found;
    try {
      const made = await write();
      if (made !== undefined) return made;
    } catch (error) {
      if (!isOutage(error) && !(error instanceof GithubRefused)) throw error;
      if (pause === undefined) throw isOutage(error) ? giveUp(error) : denied(repository, error);
      // Refused may mean that another run was faster, which the next look shows.
      if (error instanceof GithubRefused) {
        const others = await look();
        if (others !== undefined) return others;
        throw denied(repository, error);
      }
      await delay(pause);
    }
  }
  throw giveUp(new PintagError('PT_GITHUB_UNREACHABLE', { repository, why: 'what was written cannot be seen' }));
}

const denied = (repository: string, error: GithubRefused): PintagError =>
  new PintagError('PT_GITHUB_DENIED', { repository, why: `${error.message} (${error.status})` }, { cause: error });
