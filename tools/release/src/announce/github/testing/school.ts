/** A repository on GitHub of its own for each test, with an issue and the pull request that resolves it; and what people see there. */
import type { GithubApi } from '@pintag/local/github-api';
import type { LogEvent } from '../../../events/log.ts';
import type { Announcement, Announcer, ReleaseStory } from '../../announcer.ts';
import { createGithubAnnouncer } from '../github-announcer.ts';
import { createGithubClient, type GithubClient, type GithubClientOptions } from '../github-client.ts';
import { type PublishedVersions, publishVersions } from './published-versions.ts';

export interface School {
  readonly repository: string;
  readonly issue: number;
  readonly pull: number;
  /** What was said while announcing. */
  readonly said: readonly LogEvent[];
  client(options?: Partial<GithubClientOptions>): GithubClient;
  announcer(client?: GithubClient): Announcer;
  announcement(options?: Partial<ReleaseStory> & { readonly feature?: string; readonly version?: string }): Announcement;
  /** Releases and comments, without the addresses that differ from one school to the next. */
  state(): Promise<SchoolState>;
}

export interface SchoolState {
  readonly releases: readonly SeenRelease[];
  readonly comments: readonly { readonly on: 'issue' | 'pull request'; readonly body: string; readonly by: string }[];
}

export interface SeenRelease {
  readonly tag_name: string;
  readonly target_commitish: string;
  readonly name: string;
  readonly body: string;
  readonly prerelease: boolean;
}

export const commit = '3f786850e387550fdab836ed7e6dc881de23001b';
export const origin = 'https://cdn.example.com';

export async function openSchool(api: GithubApi, name: string): Promise<School> {
  const repository = await api.createRepository(name);
  const issue = await api.openIssue('No more than ten pupils', repository);
  api.pushed(commit, 'feat(calendar): more pupils', repository);
  const pull = await api.mergePullRequest({ title: 'More pupils', body: `Closes #${issue}`, commits: [commit], repository });
  const said: LogEvent[] = [];
  const log = (event: LogEvent) => void said.push(event);
  const published: PublishedVersions = await publishVersions({ calendar: ['1.0.0', '1.1.0', '2.0.0-next.1'], questionnaire: ['3.0.0'] });
  const [owner, ofOwner] = repository.split('/') as [string, string];
  const client: School['client'] = (options = {}) =>
    createGithubClient({
      owner,
      name: ofOwner,
      apiUrl: api.url,
      token: api.token,
      log,
      second: 1,
      longestWait: 100,
      timeLimit: 15_000,
      ...options,
    });

  const commentsOn = async (on: 'issue' | 'pull request', number: number) => {
    const comments = (await api.call('GET', `/repos/${repository}/issues/${number}/comments?per_page=100`)) as readonly {
      readonly body: string;
      readonly user: { readonly login: string };
    }[];
    return comments.map(({ body, user }) => ({
      on,
      body: body.replaceAll(`${api.url}/${repository}`, 'https://github.com/school'),
      by: user.login,
    }));
  };
  return {
    repository,
    issue,
    pull,
    said,
    client,
    announcer: (asked = client()) => createGithubAnnouncer({ client: asked, store: published.store, origin, log }),
    announcement({ feature = 'calendar', version = '1.1.0', ...story } = {}) {
      const tag = { feature, version, tag: `${feature}-v${version}`, commit, committedAt: '2026-11-22T08:00:00Z', onReleaseBranch: true };
      const told: ReleaseStory = { notes: '### Features\n\n* more pupils', commits: [commit], channel: null, ...story };
      return { tag, record: published.records.get(`${feature} ${version}`)!, story: async () => told };
    },
    async state() {
      const releases = (await api.call('GET', `/repos/${repository}/releases`)) as readonly SeenRelease[];
      return {
        releases: releases
          .map(({ tag_name, target_commitish, name: title, body, prerelease }) => ({
            tag_name,
            target_commitish,
            name: title,
            body,
            prerelease,
          }))
          .sort((a, b) => (a.tag_name < b.tag_name ? -1 : 1)),
        comments: [...(await commentsOn('issue', issue)), ...(await commentsOn('pull request', pull))],
      };
    },
  };
}
