/** What keeps host pages at the version that they have. */
export const rollback = {
  PT_ROLLBACK_BASE: ({ remote, branch }: { remote: string; branch: string | undefined }) => ({
    sentence: branch === undefined ? `${remote} names no default branch.` : `${remote} has no branch ${branch}.`,
    remedy: 'Say with `--base <branch>` which branch the host pages are on.',
  }),
  PT_ROLLBACK_NO_PAGE: ({ feature, branch, paths }: { feature: string; branch: string; paths: readonly string[] }) => ({
    sentence: `No page on ${branch} has a tag of ${feature} (looked at ${paths.slice(0, 4).join(', ')}${paths.length > 4 ? ` and ${paths.length - 4} more` : ''}).`,
    remedy: "Name the pages with `--paths`, such as `--paths 'app/views/**/*.erb'`, or the branch with `--base`.",
  }),
  PT_ROLLBACK_BRANCH: ({ branch, why }: { branch: string; why: string }) => ({
    sentence: `The branch ${branch} cannot be used: ${why}. Nothing was changed.`,
    remedy: 'Rename or delete it, then run the command again.',
  }),
  PT_ROLLBACK_REFUSED: ({ branch, why }: { branch: string; why: string }) => ({
    sentence: `The remote refuses the branch ${branch}: ${why}. Nothing was changed.`,
    remedy:
      'Use credentials that may push (on GitHub, contents: write), or run the command without `--pull-request` and let somebody else push.',
  }),
  PT_ROLLBACK_PULL_REQUEST: ({ repository, branch, why }: { repository: string; branch: string; why: string }) => ({
    sentence: `The pull request from ${branch} cannot be opened at ${repository}: ${why} The branch was taken back.`,
    remedy: 'Give the token the right to write pull requests, or run the command without `--pull-request` and open it by hand.',
  }),
} as const;
