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
  PT_VERSION_FORMAT: ({ version }: { version: string }) => ({
    sentence: `"${version}" is no version that can be released.`,
    remedy:
      'Write all three numbers, and a prerelease if there is one, such as 1.1.0 or 2.0.0-next.1: without "v", range or build metadata.',
  }),
  PT_FILE_PATH: ({ path }: { path: string }) => ({
    sentence: `"${path}" cannot be a file of a version.`,
    remedy: 'Name it with letters, digits and "._~@+-", in folders separated by "/", none of them "." or "..".',
  }),
  PT_CONTENT_TYPE: ({ path, known }: { path: string; known: readonly string[] }) => ({
    sentence: `The content type of ${path} is not known.`,
    remedy: `Leave the file out of the build, or give it one of these extensions: ${known.join(', ')}.`,
  }),
  PT_FILE_UNREADABLE: ({ problems }: { problems: readonly string[] }) => ({
    sentence: `${problems.length === 1 ? 'A file' : `${problems.length} files`} cannot be read: ${problems.join('; ')}.`,
    remedy: 'Correct the paths or the permissions. No file has been changed.',
  }),
  PT_STORED_INVALID: ({ key, problems }: { key: string; problems: readonly string[] }) => ({
    sentence: `${key} does not hold what it should: ${problems.join('; ')}.`,
    remedy:
      'Something else than Pintag, or a newer Pintag, wrote it. Update this checkout; if that changes nothing, find out who wrote it.',
  }),
  PT_EDGE_UNREACHABLE: ({ url, tries }: { url: string; tries: number }) => ({
    sentence: `${url} cannot be reached; tried ${tries} times.`,
    remedy:
      'Check the network and the origin of the edge in the configuration. Nothing is lost: running the command again goes on from here.',
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
  PT_FEATURE_NO_ELEMENT: ({ library }: { library: string }) => ({
    sentence: `${library} has no element, so there is nothing to build.`,
    remedy: `Add ${library}/src/element.ts that exports \`define\` (see docs/errors/PT_FEATURE_NO_ELEMENT.md), or move what features share to libs/shared/.`,
  }),
  PT_FEATURE_TWICE: ({ name, entries }: { name: string; entries: readonly string[] }) => ({
    sentence: `Two entry files give the feature ${name}: ${entries.join(' and ')}.`,
    remedy: 'Rename one of them: a feature has one name in its URL, its git tag and its element.',
  }),
  PT_ELEMENT_NO_DEFINE: ({ feature, entry, exported }: { feature: string; entry: string; exported: readonly string[] }) => ({
    sentence: `${entry} of ${feature} exports ${exported.length ? exported.join(', ') : 'nothing'}, and no \`define\`.`,
    remedy: 'Write `export const define = defineFeature({ component: … });` with `defineFeature` from @shared/elements.',
  }),
  PT_BUDGET: ({ feature, bytes, budget }: { feature: string; bytes: number; budget: number }) => ({
    sentence: `${feature} needs ${bytes} bytes (brotli) before it shows anything; its budget is ${budget}.`,
    remedy: `Load what is not needed at once with \`@defer\` or \`import()\`, or raise \`targets.build.options.budget\` in the library's project.json.`,
  }),
  PT_BUNDLE_MALFORMED: ({ feature, problems }: { feature: string; problems: readonly string[] }) => ({
    sentence: `The bundle of ${feature} cannot be linked: ${problems.join('; ')}.`,
    remedy: `Build it again: \`nx build ${feature} --skip-nx-cache\`. A staged bundle that is malformed has to be looked at by hand.`,
  }),
  PT_BUILD_FAILED: ({ feature, output }: { feature: string; output: string }) => ({
    sentence: `${feature} could not be built:\n${output}\n`,
    remedy: `Run \`nx build ${feature}\` and mend what it says; the other features were not held up.`,
  }),
  PT_BUNDLE_INCOMPLETE: ({ feature, missing }: { feature: string; missing: string }) => ({
    sentence: `The build of ${feature} has no ${missing}.`,
    remedy: `Look at dist/libs/${feature}: it has to be what \`nx build ${feature}\` of this workspace writes.`,
  }),
  PT_MOCKS_IN_BUNDLE: ({ feature, file, trace }: { feature: string; file: string; trace: string }) => ({
    sentence: `${feature} would ship mock code: ${file} (found ${trace}).`,
    remedy: 'Import mocks from specs and the development page only, never from a file that the element reaches.',
  }),
  PT_PLAN_STALE: ({ why }: { why: string }) => ({
    sentence: `The plan cannot be released: ${why}.`,
    remedy: 'Make a new plan with `pintag plan --json` and release that, or release without a plan.',
  }),
  PT_PUSH_RACED: ({ feature, attempts }: { feature: string; attempts: number }) => ({
    sentence: `Other pushes were faster ${attempts} times: ${feature} has no tag yet, and nothing of it is public.`,
    remedy: 'Run the release again when the branch is calmer.',
  }),
  PT_PUSH_REFUSED: ({ feature, why }: { feature: string; why: string }) => ({
    sentence: `The remote refuses the tag or note of ${feature}: ${why}.`,
    remedy: 'Let whoever releases create tags and refs/notes/* (branch and tag protection, hooks), then run the release again.',
  }),
  PT_TAG_UNKNOWN: ({ tag, known }: { tag: string; known: readonly string[] }) => ({
    sentence: `The remote has no release tag ${tag}.`,
    remedy: known.length ? `Release tags that wait to be adopted: ${known.join(', ')}.` : "Every release tag is Pintag's own already.",
  }),
  PT_VERSION_ABANDONED: ({ feature, version, why }: { feature: string; version: string; why: string }) => ({
    sentence: `${feature} ${version} can never be published: ${why}. Its number is spent.`,
    remedy: `Commit a change of ${feature} (a \`fix:\` is enough) and release: it takes the next number.`,
  }),
  PT_RECORD_FOREIGN: ({ key, why }: { key: string; why: string }) => ({
    sentence: `The release record ${key} is not of this release: ${why}.`,
    remedy: 'Find out who wrote it; `pintag reconcile --check` lists everything that does not fit together.',
  }),
  PT_NO_WORKSPACE: ({ cwd }: { cwd: string }) => ({
    sentence: `${cwd} is in no Pintag repository: neither it nor a folder above it holds nx.json or pintag.config.ts.`,
    remedy: 'Run the command inside the repository, or give `--edge <origin>` to read versions from a CDN.',
  }),
  PT_EDGE_ANSWER: ({ url, status }: { url: string; status: number }) => ({
    sentence: `${url} answered ${status}.`,
    remedy: 'Check the origin (`--edge`, or edge.origin in pintag.config.ts) and whether the CDN is up, then run the command again.',
  }),
  PT_PORT_IN_USE: ({ port }: { port: number }) => ({
    sentence: `Port ${port} is in use.`,
    remedy:
      'End what listens there, or choose another with `--port`. `pintag local` takes free ones without it (and with it the next two as well), `nx serve` with `--port 0`.',
  }),
  PT_DATA_IN_USE: ({ dataDir, pid }: { dataDir: string; pid: number | undefined }) => ({
    sentence: `Another process${pid === undefined ? '' : ` (${pid})`} serves ${dataDir} already.`,
    remedy: 'Use that one, end it, or choose another folder with `--data`.',
  }),
  PT_EDGE_WRONG: ({ feature, version, findings }: { feature: string; version: string; findings: readonly string[] }) => ({
    sentence: `The edge does not serve ${feature} ${version} as recorded: ${findings.join('; ')}.`,
    remedy: 'Mend the distribution and run the release again: it goes on from here. The version is not in the index yet.',
  }),
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
  PT_DIRTY_CHECKOUT: ({ files }: { files: readonly string[] }) => ({
    sentence: `The checkout has changes that are not committed: ${files.slice(0, 5).join(', ')}${files.length > 5 ? ` and ${files.length - 5} more` : ''}.`,
    remedy: 'Commit them or put them aside (`git stash`): what is released is what is committed.',
  }),
  PT_REMOTE_UNREACHABLE: ({ remote, why }: { remote: string; why: string }) => ({
    sentence: `The remote ${remote} cannot be reached: ${why}.`,
    remedy: 'Check the network, the address and your access with `git ls-remote`, then run the command again. Nothing was changed.',
  }),
  PT_PUSH_DENIED: ({ remote, why }: { remote: string; why: string }) => ({
    sentence: `You may not push to ${remote}: ${why}.`,
    remedy:
      'Release with an account that may push tags; in GitHub Actions give the job `permissions: { contents: write }`. A plan needs no such right.',
  }),
  PT_BRANCH_NOT_RELEASING: ({ branch, known }: { branch: string; known: readonly string[] }) => ({
    sentence: `${branch} is no release branch of the remote.`,
    remedy: known.length
      ? `Its release branches are ${known.join(', ')}: check one out, or add ${branch} to \`branches\` in pintag.config.ts and push it.`
      : `The remote has none of the branches that pintag.config.ts names: push one.`,
  }),
  PT_PROJECT_GRAPH: ({ root, why }: { root: string; why: string }) => ({
    sentence: `Nx cannot make the project graph of ${root}: ${why}`,
    remedy: 'Run `npx nx graph --print` there and mend what it says; without the graph nobody knows which features a library belongs to.',
  }),
  PT_PLAN_INVALID: ({ name, problem }: { name: string; problem: string }) => ({
    sentence: `${name} is no plan: ${problem}.`,
    remedy: 'Make it with `pintag plan --json` of this version of Pintag.',
  }),
  PT_OVER_BUDGET: ({ feature, bytes, budget }: { feature: string; bytes: number; budget: number }) => ({
    sentence: `The JavaScript of ${feature} is ${bytes} bytes, ${bytes - budget} more than its budget of ${budget}.`,
    remedy: 'Load what is not needed at first by `import()`, drop a dependency, or raise the budget on purpose.',
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
