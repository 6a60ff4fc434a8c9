/** The announcer that the configuration asks for. */
import type { ArtefactStore } from '@pintag/cdn';
import { PintagError } from '@pintag/cdn/errors';
import type { Log } from '../../events/log.ts';
import { type Announcer, silentAnnouncer } from '../announcer.ts';
import type { GithubClient, GithubRepository } from './github-client.ts';
import { githubRepository, type GithubSettings } from './github-repository.ts';

export interface AnnouncerOptions {
  /** `github` of the configuration. */
  readonly settings: GithubSettings | undefined;
  /** URL of the git remote. */
  readonly remote: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly store: ArtefactStore;
  /** Of the CDN. */
  readonly origin: string;
  readonly log: Log;
}

/**
 * Silent without `github` in the configuration, and where the remote is none of GitHub's. Without a token a release goes out and stays
 * unfinished: who has one finishes it.
 */
export function openAnnouncer({ settings, remote, env, store, origin, log }: AnnouncerOptions): Announcer {
  const place = settings && githubRepository({ settings, remote, env });
  if (!place) return silentAnnouncer;
  let announcer: Promise<Announcer> | undefined;
  const open = async () => {
    const { createGithubAnnouncer } = await import('./github-announcer.ts');
    return createGithubAnnouncer({ client: await openGithub(place, { env, log }), store, origin, log });
  };
  return { announce: async (announcement) => (await (announcer ??= open())).announce(announcement) };
}

/** Loads what asks GitHub: only who is to be told something pays for it. @throws {PintagError} PT_GITHUB_TOKEN */
export async function openGithub(place: GithubRepository, { env, log }: Pick<AnnouncerOptions, 'env' | 'log'>): Promise<GithubClient> {
  const token = env['GITHUB_TOKEN'] || env['GH_TOKEN'];
  if (!token) throw new PintagError('PT_GITHUB_TOKEN', { repository: `${place.owner}/${place.name}` });
  const { createGithubClient } = await import('./github-client.ts');
  return createGithubClient({ ...place, token, log });
}
