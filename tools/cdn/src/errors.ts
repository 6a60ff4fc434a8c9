/** Mistakes a user can make, by code. Each code has a page docs/errors/<code>.md; errors.spec.ts checks that it exists. */
export const mistakes = {
  PT_FEATURE_NAME: ({ name, why }: { name: string; why: string }) => ({
    sentence: `"${name}" cannot be a feature name: ${why}.`,
    remedy: 'Rename the folder under libs/ to lower-case words joined by hyphens, such as "questionnaire" or "seating-plan".',
  }),
  PT_FEATURE_UNKNOWN: ({ feature, known }: { feature: string; known: readonly string[] }) => ({
    sentence: `There is no feature ${feature}.`,
    remedy: known.length ? `The features are ${known.join(', ')}.` : 'No folder under libs/ has a src/element.ts yet.',
  }),
  PT_VERSION_UNKNOWN: ({ feature, version, nearest }: { feature: string; version: string; nearest: readonly string[] }) => ({
    sentence: `${feature} has no version ${version}.`,
    remedy: nearest.length
      ? `The nearest published versions are ${nearest.join(', ')}.`
      : `Nothing of ${feature} has been published yet: run \`pintag release\`.`,
  }),
  PT_HEAD_NOT_PUSHED: ({ commit, branch }: { commit: string; branch: string }) => ({
    sentence: `Commit ${commit.slice(0, 8)} is not on the remote's ${branch}.`,
    remedy: `Push it first, or check out a commit that ${branch} contains.`,
  }),
  PT_CONFIG: ({ problems }: { problems: readonly string[] }) => ({
    sentence: `The configuration has ${problems.length === 1 ? 'a problem' : `${problems.length} problems`}: ${problems.join('; ')}.`,
    remedy: 'Correct pintag.config.ts or the environment variables named; docs/configuration.md lists every field.',
  }),
  PT_NO_CHROMIUM: ({ looked }: { looked: readonly string[] }) => ({
    sentence: `There is no Chromium to show the pages in (looked at ${looked.join(', ')}).`,
    remedy: 'Install Chromium or Chrome, or set PINTAG_CHROMIUM to its path.',
  }),
  PT_USAGE: ({ problem }: { problem: string }) => ({
    sentence: problem,
    remedy: 'Run the command again with `--help` to see what it takes.',
  }),
} as const;

export type MistakeCode = keyof typeof mistakes;
type Facts<C extends MistakeCode> = Parameters<(typeof mistakes)[C]>[0];

/** A failure that the user can mend. Anything else that is thrown is a bug and keeps its stack. */
export class PintagError<C extends MistakeCode = MistakeCode> extends Error {
  override readonly name = 'PintagError';
  readonly code: C;
  readonly facts: Facts<C>;
  readonly remedy: string;

  constructor(code: C, facts: Facts<C>, options?: ErrorOptions) {
    // One cast: TypeScript cannot see that the function and the facts belong to the same code.
    const { sentence, remedy } = (mistakes[code] as (facts: Facts<C>) => { sentence: string; remedy: string })(facts);
    super(sentence, options);
    this.code = code;
    this.facts = facts;
    this.remedy = remedy;
  }

  /** Path of the page about this code, relative to the repository root. */
  get page(): string {
    return `docs/errors/${this.code}.md`;
  }
}
