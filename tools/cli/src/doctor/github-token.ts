/** May the token announce releases, and comment? Reads what GitHub says of it, and writes nothing. */
import type { PintagConfig } from '@pintag/release';
import { githubRepository } from '@pintag/release/github';
import * as v from 'valibot';
import type { Check, Verdict } from './check.ts';

export interface GithubTokenOptions {
  /** Of the configuration; without it nobody on GitHub is told of a release. */
  readonly settings: PintagConfig['github'];
  /** URL of the git remote. */
  readonly remote: () => Promise<string | undefined>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly fetch?: typeof fetch;
  /** Milliseconds. */
  readonly limit: number;
}

const day = 86_400_000;
const soon = 14 * day;

const repositorySchema = v.object({
  private: v.optional(v.boolean()),
  permissions: v.optional(v.object({ push: v.optional(v.boolean()) })),
});

export const checkGithubToken = (options: GithubTokenOptions): Check => ({
  name: 'github-token',
  limit: options.limit,
  look: (signal) => look(options, signal),
});

async function look({ settings, remote, env, now, fetch: get = fetch }: GithubTokenOptions, signal: AbortSignal): Promise<Verdict> {
  if (!settings) return { outcome: 'skipped', why: '`github` is not configured: nobody there is told of a release.' };
  const place = githubRepository({ settings, remote: await remote(), env });
  if (!place)
    return wrong('The remote is not on GitHub, so nobody knows which repository is meant.', 'Set github.repository in pintag.config.ts.');
  const repository = `${place.owner}/${place.name}`;
  const token = env['GITHUB_TOKEN'] || env['GH_TOKEN'];
  if (!token) return wrong(`Releases are to be announced in ${repository}, and there is no token.`, 'Set GITHUB_TOKEN or GH_TOKEN.');

  const headers = { authorization: `Bearer ${token}`, accept: 'application/vnd.github+json', 'user-agent': 'pintag-doctor' };
  const answer = await get(`${place.apiUrl}/repos/${repository}`, { headers, signal });
  if (answer.status === 401)
    return wrong('GitHub does not know the token, or it has expired.', 'Make a new one, and set GITHUB_TOKEN to it.');
  if (answer.status === 403 || answer.status === 404) {
    return wrong(
      `GitHub does not show the token ${repository} (${answer.status}).`,
      'Give it the repository, or correct github.repository in pintag.config.ts.',
    );
  }
  if (!answer.ok) return wrong(`GitHub answered ${answer.status}.`, 'Look at its status page, and run it again.');

  const parsed = v.safeParse(repositorySchema, await answer.json());
  const { permissions, private: isPrivate = false } = parsed.success ? parsed.output : {};
  const rights = 'It needs `contents: write`, `issues: write` and `pull-requests: write`; in GitHub Actions under `permissions`.';
  if (permissions?.push === false) {
    // Of a GitHub App's installation GitHub always says so, whatever it may; its own list of repositories is for installations alone.
    // https://docs.github.com/en/rest/apps/installations#list-repositories-accessible-to-the-app-installation
    const own = await get(`${place.apiUrl}/installation/repositories?per_page=1`, { method: 'HEAD', headers, signal });
    if (!own.ok) return wrong(`The token may read ${repository}, and not write.`, rights);
    return { outcome: 'ok', found: `The token is an app's, and sees ${repository}; GitHub does not say what it may write. ${rights}` };
  }

  const scopes = answer.headers
    .get('x-oauth-scopes')
    ?.split(',')
    .map((scope) => scope.trim())
    .filter(Boolean);
  const wanted = isPrivate ? ['repo'] : ['repo', 'public_repo'];
  if (scopes && scopes.length > 0 && !scopes.some((scope) => wanted.includes(scope))) {
    return wrong(
      `The token has the scopes ${scopes.join(', ')}, and none of ${wanted.join(', ')}.`,
      `Make one with the scope \`${wanted.at(-1)}\`.`,
    );
  }
  const expiry = Date.parse((answer.headers.get('github-authentication-token-expiration') ?? '').replace(/ UTC$/, 'Z').replace(' ', 'T'));
  const may = `The token may write to ${repository}${scopes?.length ? ` (scopes ${scopes.join(', ')})` : ''}`;
  if (expiry - now() < soon) {
    const found = `${may}, and expires on ${new Date(expiry).toISOString().slice(0, 10)}.`;
    return { outcome: 'warning', found, remedy: 'Make a new one before that day, and set GITHUB_TOKEN to it.' };
  }
  return { outcome: 'ok', found: `${may}.` };
}

const wrong = (found: string, remedy: string): Verdict => ({ outcome: 'failed', found, remedy });
