/** What keeps GitHub from being told. */
export const github = {
  PT_GITHUB_TOKEN: ({ repository }: { repository: string }) => ({
    sentence: `${repository} on GitHub is to be told, and there is no token.`,
    remedy: 'Set GITHUB_TOKEN (or GH_TOKEN) in the environment; docs/github-releases.md says which rights it needs.',
  }),
  PT_GITHUB_REPOSITORY: ({ remote }: { remote: string }) => ({
    sentence: `It is not known which repository on GitHub is meant: the remote is ${remote}.`,
    remedy:
      'Set `github.repository` to owner/name in pintag.config.ts, or PINTAG_GITHUB_REPOSITORY; for a server of your own also `github.apiUrl`.',
  }),
  PT_GITHUB_DENIED: ({ repository, why }: { repository: string; why: string }) => ({
    sentence: `GitHub refuses this token at ${repository}: ${why}.`,
    remedy:
      'Give the token what docs/github-releases.md lists (contents, issues and pull requests: write), then run the release again, or `pintag reconcile`.',
  }),
  PT_GITHUB_UNREACHABLE: ({ repository, why }: { repository: string; why: string }) => ({
    sentence: `GitHub did not answer for ${repository}, or asked for more patience than a run has: ${why}.`,
    remedy: 'What is published stays published. Once GitHub answers, `pintag reconcile` or the next release tells what is open.',
  }),
} as const;
