/** Which repository on GitHub is meant, and where its API is: from the configuration, else from the git remote. */
import { publicUrl } from '../../git/remote-url.ts';
import type { GithubRepository } from './github-client.ts';

export interface GithubSettings {
  /** `owner/name` */
  readonly repository?: string;
  readonly apiUrl?: string;
}

export interface GithubPlace {
  readonly settings: GithubSettings;
  /** URL of the git remote. */
  readonly remote: string | undefined;
  /** `GITHUB_API_URL` and `GITHUB_SERVER_URL` are what GitHub Actions sets. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** @returns `undefined` when the remote is none of GitHub's and the configuration does not say otherwise. */
export function githubRepository({ settings, remote, env }: GithubPlace): GithubRepository | undefined {
  const ofRemote = remote === undefined ? undefined : parseRemote(remote);
  const named = settings.repository ?? (ofRemote && isGithub(ofRemote.host, settings, env) ? ofRemote.repository : undefined);
  if (named === undefined) return undefined;
  const [owner, name] = named.split('/') as [string, string];
  return { owner, name, apiUrl: (settings.apiUrl ?? (env['GITHUB_API_URL'] || 'https://api.github.com')).replace(/\/+$/, '') };
}

/** Of what `remote` may show. */
export const shownRemote = (remote: string | undefined): string => (remote === undefined ? 'unknown' : publicUrl(remote));

const isGithub = (host: string, { apiUrl }: GithubSettings, env: GithubPlace['env']): boolean =>
  host === 'github.com' ||
  host === 'ssh.github.com' ||
  [apiUrl, env['GITHUB_SERVER_URL']].some((url) => url && URL.canParse(url) && new URL(url).host === host);

/** `https://github.com/acme/school.git`, `git@github.com:acme/school.git`, `ssh://git@github.com:22/acme/school` */
function parseRemote(url: string): { readonly host: string; readonly repository: string } | undefined {
  const match =
    /^(?:git\+)?(?:https?|ssh|git):\/\/(?:[^@/]*@)?(?<host>[^/]+)\/(?<repository>[\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/i.exec(url) ??
    /^(?:[^@/]+@)?(?<host>[^:/]+):\/?(?<repository>[\w.-]+\/[\w.-]+?)(?:\.git)?\/?$/.exec(url);
  const { host, repository } = match?.groups ?? {};
  if (host === undefined || repository === undefined) return undefined;
  // A port says where ssh listens, but is part of the host of a web address.
  return { host: (/^ssh:/i.test(url) ? host.replace(/:\d+$/, '') : host).toLowerCase(), repository };
}
