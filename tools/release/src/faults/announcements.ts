/** GitHub's place in the table: who is told about a version, and what people see there afterwards. */
import { startGithubApi } from '@pintag/local/github-api';
import { execa } from 'execa';
import type { SmallRelease } from './small-release-lines.ts';

export interface Announcements {
  readonly origin: string;
  readonly github: Omit<SmallRelease['github'], 'apiUrl'>;
  /** Tag names. */
  tags(): Promise<ReadonlySet<string>>;
  /** Releases by `announced <tag>` and comments by `comment <issue> <number of the comment>`, without addresses. */
  told(): Promise<ReadonlyMap<string, string>>;
  close(): Promise<void>;
}

interface Release {
  readonly tag_name: string;
  readonly body: string | null;
  readonly prerelease: boolean;
}

/**
 * @param remote bare repository, whose commits came with one pull request that resolves one issue
 * @param prereleases tags that people were told of as prereleases
 */
export async function startAnnouncements({
  remote,
  env,
  prereleases = [],
}: {
  readonly remote: string;
  readonly env: NodeJS.ProcessEnv;
  readonly prereleases?: readonly string[];
}): Promise<Announcements> {
  const git = async (...args: string[]) => (await execa('git', args, { cwd: remote, env, extendEnv: false })).stdout;
  const api = await startGithubApi({ messageOf: (commit) => git('log', '-1', '--format=%B', commit).catch(() => undefined) });
  const issue = await api.openIssue('Begin');
  const commits = (await git('log', '--format=%H', 'main')).split('\n');
  const pull = await api.mergePullRequest({ title: 'Begin', body: `Fixes #${issue}`, commits });
  const [owner, name] = api.repository.split('/') as [string, string];
  for (const tag_name of prereleases) await api.call('POST', `/repos/${api.repository}/releases`, { tag_name, prerelease: true });
  const releases = async () => (await api.call('GET', `/repos/${api.repository}/releases?per_page=100`)) as readonly Release[];
  // Notes link to the remote where that has pages, which only some worlds have.
  const withoutAddresses = (text: string) =>
    text
      .replaceAll(/\(?\[([^\]]*)\]\([^)\s]*\)\)?/g, '$1')
      .replaceAll(/http:\/\/127\.0\.0\.1:\d+/g, '…')
      .replaceAll(/\(\d{4}-\d\d-\d\d\)/g, '(day)');
  return {
    origin: api.url,
    github: { owner, name, token: api.token },
    tags: async () => new Set((await releases()).map(({ tag_name }) => tag_name)),
    async told() {
      const told = new Map<string, string>(
        (await releases()).map(({ tag_name, body, prerelease }) => {
          const about = `announced ${tag_name}${prerelease ? ' as a prerelease' : ''}`;
          return [about, withoutAddresses(body ?? '')] as const;
        }),
      );
      for (const number of [issue, pull]) {
        const comments = (await api.call('GET', `/repos/${api.repository}/issues/${number}/comments`)) as readonly {
          readonly body: string;
        }[];
        for (const [index, { body }] of comments.entries()) told.set(`comment #${number} ${index + 1}`, withoutAddresses(body));
      }
      return told;
    },
    close: () => api.close(),
  };
}
