/** What git's checkout or remote does not allow. */
export const repository = {
  PT_NOT_A_REPOSITORY: ({ root, why }: { root: string; why: string }) => ({
    sentence: `${root} is in no git checkout that can be used: ${why}.`,
    remedy: 'Run the command inside a clone of the repository.',
  }),
  PT_NO_COMMIT: ({ root }: { root: string }) => ({
    sentence: `The repository in ${root} has no commit yet.`,
    remedy: 'Commit and push something first.',
  }),
  PT_NO_REMOTE: ({ remote, known }: { remote: string; known: readonly string[] }) => ({
    sentence: `The repository has no remote ${remote}.`,
    remedy: known.length
      ? `Its remotes are ${known.join(', ')}: name one in pintag.config.ts.`
      : `Add one: \`git remote add ${remote} <url>\`. Releases are tags of the remote.`,
  }),
  PT_SHALLOW_CLONE: ({ root }: { root: string }) => ({
    sentence: `${root} is a shallow clone: the history that decides the versions is missing.`,
    remedy: 'Fetch it with `git fetch --unshallow`; in GitHub Actions give actions/checkout `fetch-depth: 0`.',
  }),
  PT_PARTIAL_CLONE: ({ root, commit, remote, why }: { root: string; commit: string; remote: string; why: string }) => ({
    sentence: `${root} is a partial clone, and ${remote} does not hand out its commit ${commit.slice(0, 8)}: ${why}.`,
    remedy: 'Check it out in full: in GitHub Actions without `filter`, with `fetch-depth: 0`.',
  }),
  PT_UNRELATED_HISTORY: ({ commit, branch }: { commit: string; branch: string }) => ({
    sentence: `Commit ${commit.slice(0, 8)} has no history in common with ${branch}, so nobody can merge it.`,
    remedy: `Check out the pull request's merge commit with its whole history (\`fetch-depth: 0\`), or name the branch it is for with \`--base\`.`,
  }),
  PT_DIRTY_CHECKOUT: ({ files }: { files: readonly string[] }) => ({
    sentence: `The checkout has changes that are not committed: ${files.slice(0, 5).join(', ')}${files.length > 5 ? ` and ${files.length - 5} more` : ''}.`,
    remedy: 'Commit them or put them aside (`git stash`): what is released is what is committed.',
  }),
  PT_CHECKOUT_MOVED: ({ from, to }: { from: string; to: string }) => ({
    sentence: `The checkout went from commit ${from.slice(0, 8)} to ${to.slice(0, 8)} while it was being released.`,
    remedy: 'Run the release again, and leave the checkout alone until it ends. Nothing was tagged for what had been built.',
  }),
  PT_HEAD_NOT_PUSHED: ({ commit, branch }: { commit: string; branch: string }) => ({
    sentence: `Commit ${commit.slice(0, 8)} is not on the remote's ${branch}.`,
    remedy: `Push it first, or check out a commit that ${branch} contains.`,
  }),
  PT_BRANCH_NOT_RELEASING: ({ branch, known }: { branch: string; known: readonly string[] }) => ({
    sentence: `${branch} is no release branch of the remote.`,
    remedy: known.length
      ? `Its release branches are ${known.join(', ')}: check one out, or add ${branch} to \`branches\` in pintag.config.ts and push it.`
      : `The remote has none of the branches that pintag.config.ts names: push one.`,
  }),
  PT_REMOTE_UNREACHABLE: ({ remote, why }: { remote: string; why: string }) => ({
    sentence: `The remote ${remote} cannot be reached: ${why}.`,
    remedy: 'Check the network, the address and your access with `git ls-remote`, then run the command again. Nothing was changed.',
  }),
  PT_RUN_FOLDER: ({ folder, why }: { folder: string; why: string }) => ({
    sentence: `The run cannot work in ${folder}: ${why}`,
    remedy: 'Make room on that disk and make the folder writable, then run the command again: it goes on from here.',
  }),
  PT_GIT_STUCK: ({ call, seconds }: { call: string; seconds: number }) => ({
    sentence: `\`${call}\` did not end within ${seconds} s.`,
    remedy: 'Look for a disk that does not answer, a hook, or a program that waits for input, then run the command again.',
  }),
  PT_PUSH_DENIED: ({ remote, why }: { remote: string; why: string }) => ({
    sentence: `You may not push to ${remote}: ${why}.`,
    remedy:
      'Release with an account that may push tags; in GitHub Actions give the job `permissions: { contents: write }`. A plan needs no such right.',
  }),
  PT_PUSH_RACED: ({ feature, attempts }: { feature: string; attempts: number }) => ({
    sentence: `Other pushes were faster ${attempts} times: ${feature} has no tag yet, and nothing of it is public.`,
    remedy: 'Run the release again when the branch is calmer.',
  }),
  PT_PUSH_REFUSED: ({ feature, why }: { feature: string; why: string }) => ({
    sentence: `The remote refuses the tag or note of ${feature}: ${why}.`,
    remedy: 'Let whoever releases create tags and refs/notes/* (branch and tag protection, hooks), then run the release again.',
  }),
} as const;
