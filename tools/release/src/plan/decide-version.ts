/**
 * Which version a feature gets next: semantic-release's own decisions in the order of its index.js, on data instead of git. The release runs
 * semantic-release itself and refuses a version that it does not agree with.
 */
import getError from 'semantic-release/lib/get-error.js';
import * as definitions from 'semantic-release/lib/definitions/branches.js';
import getLastRelease from 'semantic-release/lib/get-last-release.js';
import getNextVersion from 'semantic-release/lib/get-next-version.js';
import getReleaseToAdd from 'semantic-release/lib/get-release-to-add.js';
import * as normalize from 'semantic-release/lib/branches/normalize.js';
import semver from 'semver';
import type { NamedSpec } from '../git/release-branches.ts';
import type { FeatureTag } from './last-release.ts';
import type { Bump } from './plan.ts';

/** A release branch with the feature's tags that it contains. */
export interface TaggedBranch {
  readonly spec: NamedSpec;
  readonly tags: readonly FeatureTag[];
}

export interface DecideOptions {
  /** Those that concern the feature, in the order of the configuration. */
  readonly branches: readonly TaggedBranch[];
  /** Name of the one that is released from. */
  readonly branch: string;
  /** `questionnaire-v${version}` */
  readonly tagFormat: string;
  /** What the commits since the last version ask for together. */
  readonly analyze: () => Promise<Bump | undefined>;
  /** Whether the remote has a tag of this name, on whatever commit. */
  readonly isTaken: (tag: string) => boolean;
}

/** What semantic-release found: of a version, or why there is none. */
export interface DecidedVersion {
  readonly from?: string;
  readonly version: string;
  readonly bump: Bump;
  /** `null` is the default channel. */
  readonly channel: string | null;
  readonly tag: string;
}

export type Decision =
  | { readonly kind: 'nothing' }
  /** `promotion`: the version exists and comes to the branch's channel. */
  | ({ readonly kind: 'release' | 'promotion' } & DecidedVersion)
  | { readonly kind: 'failed'; readonly code?: string; readonly why: string };

export async function decideVersion(options: DecideOptions): Promise<Decision> {
  try {
    return await decide(options);
  } catch (error) {
    return { kind: 'failed', ...reasonOf(error) };
  }
}

async function decide({ branches: given, branch: name, tagFormat, analyze, isTaken }: DecideOptions): Promise<Decision> {
  const branches = normalized(given);
  const branch = branches.find((candidate) => candidate.name === name);
  if (!branch) return { kind: 'nothing' };
  const options = { tagFormat };

  const added = getReleaseToAdd({ branch, branches, options });
  if (added && branch.mergeRange !== undefined && !semver.satisfies(added.nextRelease.version, branch.mergeRange))
    throw getError('EINVALIDMAINTENANCEMERGE', { options, branch, branches, nextRelease: added.nextRelease });

  const lastRelease = getLastRelease({ branch, options });
  const type = await analyze();
  if (!type) return added ? { kind: 'promotion', ...decided(added.lastRelease, added.nextRelease) } : { kind: 'nothing' };

  const channel = branch.channel || null;
  const version = getNextVersion({ branch, nextRelease: { type, channel }, lastRelease, logger: { log: () => undefined } });
  const nextRelease = { type, version, channel, gitTag: tagFormat.replace('${version}', version) };
  if (branch.type !== 'prerelease' && !semver.satisfies(version, branch.range ?? '*')) {
    const validBranches = branches.filter((candidate) => candidate.type !== 'prerelease' && candidate.accept?.includes(type));
    throw getError('EINVALIDNEXTVERSION', { options, branch, branches, lastRelease, nextRelease, commits: [], validBranches });
  }
  if (isTaken(nextRelease.gitTag)) {
    const isOfBranch = branch.tags.some((tag) => tag.gitTag === nextRelease.gitTag);
    throw new TagTaken(nextRelease.gitTag, isOfBranch ? 'without-channel' : 'elsewhere');
  }
  return { kind: 'release', ...decided(lastRelease, nextRelease) };
}

const decided = (
  { version: from }: { readonly version?: string },
  {
    type,
    version,
    channel,
    gitTag,
  }: { readonly type: string; readonly version: string; readonly channel: string | null; readonly gitTag: string },
): DecidedVersion => ({ ...(from !== undefined && { from }), version, bump: plainBump(type), channel, tag: gitTag });

/** Of a promotion it is the difference of two versions, such as `preminor`. */
export const plainBump = (type: string): Bump => type.replace(/^pre(?=m|p)/, '').replace('release', 'patch') as Bump;

/** lib/branches/index.js, without its git. */
function normalized(given: readonly TaggedBranch[]): CoreBranch[] {
  const branches = given.map(({ spec, tags }) => ({
    ...spec,
    tags: tags.map(({ tag, version, channels }) => ({ gitTag: tag, version, channels })),
  }));
  const types = ['maintenance', 'release', 'prerelease'] as const;
  const byType = Object.fromEntries(types.map((type) => [type, branches.filter((branch) => definitions[type].filter(branch))]));
  return types.flatMap((type) => {
    const { branchValidator, branchesValidator } = definitions[type];
    const invalid = byType[type]!.find((branch) => branchValidator && !branchValidator(branch));
    if (invalid) throw getError(`E${type.toUpperCase()}BRANCH`, { branch: invalid });
    const ofType = normalize[type](byType);
    if (!branchesValidator(ofType)) throw getError(`E${type.toUpperCase()}BRANCHES`, { branches: ofType });
    return ofType;
  });
}

const whereTaken = {
  elsewhere: (tag: string) =>
    `of a commit that does not lead to this one: merge it (\`git merge --strategy=ours ${tag}\` takes nothing of it but the number) and push, or delete tag and note if nothing of it is on the CDN`,
  'without-channel': () => "of this branch, but its note does not name the branch's channel: `pintag reconcile` makes the note again",
} as const;

/** git's words for it name no commit, and say nothing of the version that cannot be had. */
export class TagTaken extends Error {
  override readonly name = 'TagTaken';

  constructor(tag: string, where: keyof typeof whereTaken = 'elsewhere') {
    super(`the next version is ${tag}, which is a tag already, ${whereTaken[where](tag)}`);
  }
}

export function reasonOf(error: unknown): { readonly code?: string; readonly why: string } {
  const first: unknown = hasErrors(error) ? error.errors[0] : error;
  if (!(first instanceof Error)) return { why: String(first) };
  const taken = /tag '(?<tag>[^']+)' already exists/.exec(first.message)?.groups?.['tag'];
  if (taken !== undefined) return { why: new TagTaken(taken).message };
  const code = 'code' in first && typeof first.code === 'string' ? first.code : undefined;
  return { ...(code !== undefined && { code }), why: first.message };
}

const hasErrors = (error: unknown): error is { readonly errors: readonly unknown[] } =>
  typeof error === 'object' && error !== null && 'errors' in error && Array.isArray(error.errors);
