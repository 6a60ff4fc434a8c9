/** What keeps a release from being finished. */
export const releasing = {
  PT_PLAN_STALE: ({ why }: { why: string }) => ({
    sentence: `The plan cannot be released: ${why}.`,
    remedy: 'Make a new plan with `pintag plan --json` and release that, or release without a plan.',
  }),
  PT_PLAN_INVALID: ({ name, problem }: { name: string; problem: string }) => ({
    sentence: `${name} is no plan: ${problem}.`,
    remedy: 'Make it with `pintag plan --json` of this version of Pintag.',
  }),
  PT_PLAN_DISAGREES: ({ feature, planned, found }: { feature: string; planned: string; found: string }) => ({
    sentence: `${feature} is planned as ${planned}, and semantic-release found ${found}.`,
    remedy:
      'Nothing was tagged for it. Run the release again; if it stays so, it is a bug of Pintag: report it with the output of `pintag explain`.',
  }),
  PT_VERSION_ABANDONED: ({ feature, version, why }: { feature: string; version: string; why: string }) => ({
    sentence: `${feature} ${version} can never be published: ${why}. Its number is spent.`,
    remedy: `Commit a change of ${feature} (a \`fix:\` is enough) and release: it takes the next number.`,
  }),
  PT_TAG_LOST: ({ feature, version, tag }: { feature: string; version: string; tag: string }) => ({
    sentence: `The next version would be ${feature} ${version}, which is on the CDN already, from another commit; its tag ${tag} is gone.`,
    remedy: `Push the tag again with \`pintag reconcile --restore ${tag}\`, then release: the release follows it and takes the next number.`,
  }),
  PT_ANNOUNCE: ({ feature, version, why }: { feature: string; version: string; why: string }) => ({
    sentence: `${feature} ${version} can be loaded, and nobody could be told: ${why}`,
    remedy: 'See that the service that is told answers and may be written to, then run the release again: it announces what is open.',
  }),
  PT_RECORD_FOREIGN: ({ key, why }: { key: string; why: string }) => ({
    sentence: `The release record ${key} is not of this release: ${why}.`,
    remedy: 'Find out who wrote it; `pintag reconcile --check` lists everything that does not fit together.',
  }),
} as const;
