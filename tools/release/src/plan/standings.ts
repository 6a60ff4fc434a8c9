/** Where each feature stands before a plan: its tags, the version that the next one follows, and whether a newer commit has one already. */
import type { Feature } from '@pintag/cdn';
import semver from 'semver';
import * as v from 'valibot';
import { ask, type Git } from '../git/git.ts';
import type { Mirror, MirrorRefs } from '../git/mirror.ts';
import type { ReleaseBranch } from '../git/release-branches.ts';
import { type FeatureTag, lastRelease, parseTag } from './last-release.ts';

export interface Standing {
  readonly feature: Feature;
  /** All of its tags, on whatever branch. */
  readonly tags: readonly FeatureTag[];
  readonly last?: FeatureTag;
  /** The newest tag of a descendant of the release commit on the same branch. */
  readonly supersededBy?: string;
}

export async function readStandings(options: {
  git: Git;
  mirror: Mirror;
  refs: MirrorRefs;
  features: readonly Feature[];
  commit: string;
  branch: ReleaseBranch;
  /** It is the only release branch, so that channels make no difference. */
  isAlone: boolean;
}): Promise<{ readonly standings: Standing[]; readonly tagsOn: BranchTags }> {
  const { git, mirror, refs, features, commit, branch, isAlone } = options;
  const asked = new Map<string, Promise<ReadonlySet<string>>>();
  const tagsOn: BranchTags = (head) => {
    if (!asked.has(head)) asked.set(head, mirror.merged('refs/tags', head));
    return asked.get(head)!;
  };
  const merged = await tagsOn(commit);
  const head = refs.heads.get(branch.name) ?? commit;
  const newer = head === commit ? new Set<string>() : await newerTags(mirror, tagsOn, commit, head);
  const channels = isAlone ? new Map<string, FeatureTag['channels']>() : await readChannels(git, mirror, refs, merged);

  const tagsOf = new Map<string, FeatureTag[]>();
  for (const { name, commit: tagged } of refs.tags.values()) {
    const parsed = parseTag(name);
    if (!parsed) continue;
    const tag = { tag: name, version: parsed.version, commit: tagged, channels: channels.get(name) ?? [null] };
    const known = tagsOf.get(parsed.feature);
    if (known) known.push(tag);
    else tagsOf.set(parsed.feature, [tag]);
  }
  const standings = features.map((feature) => {
    const tags = tagsOf.get(feature.name) ?? [];
    const last = lastRelease(
      tags.filter(({ tag }) => merged.has(tag)),
      branch,
    );
    const supersededBy = tags
      .filter(({ tag, version }) => newer.has(tag) && (branch.kind === 'prerelease' || !semver.prerelease(version)))
      .sort((a, b) => semver.rcompare(a.version, b.version))[0]?.tag;
    return { feature, tags, ...(last && { last }), ...(supersededBy !== undefined && { supersededBy }) };
  });
  return { standings, tagsOn };
}

/** Names of the tags that a commit contains. */
export type BranchTags = (head: string) => Promise<ReadonlySet<string>>;

/** Tags between the release commit and the head of its branch. */
async function newerTags(mirror: Mirror, tagsOn: BranchTags, commit: string, head: string): Promise<ReadonlySet<string>> {
  const [after, within, at] = [await mirror.containing('refs/tags', commit), await tagsOn(head), await tagsOn(commit)];
  return new Set([...after].filter((tag) => within.has(tag) && !at.has(tag)));
}

const note = v.pipe(v.string(), v.parseJson(), v.object({ channels: v.array(v.nullable(v.string())) }));

/**
 * By tag, as semantic-release reads them (lib/git.js, `getTagsNotes`): `git log` prints the notes of a commit in the order of their refs, and the first
 * line of the first one holds for all tags of the feature on that commit; a line that is no JSON leaves them without.
 */
export async function readChannels(
  git: Git,
  mirror: Mirror,
  refs: MirrorRefs,
  tags: ReadonlySet<string>,
): Promise<ReadonlyMap<string, FeatureTag['channels']>> {
  const noted = [...tags].flatMap((tag) => {
    const found = refs.notes.get(tag);
    return found && parseTag(tag) ? [{ tag, name: `${found.object}:${refs.tags.get(tag)?.commit}` }] : [];
  });
  const input = noted.map(({ name }) => `${name}\n`).join('');
  const answer = noted.length ? await ask(git, ['cat-file', '--batch'], { cwd: mirror.folder, env: mirror.env, input }) : '';
  const texts = new Map<string, string>();
  let rest = Buffer.from(answer);
  for (const { tag } of noted) {
    // A line about the object, `<hash> blob <bytes>` or `<name> missing`, then its content and a line break.
    const end = rest.indexOf('\n') + 1;
    const bytes = / blob (?<bytes>\d+)\n$/.exec(rest.subarray(0, end).toString())?.groups?.['bytes'];
    const size = bytes === undefined ? 0 : Number(bytes) + 1;
    if (bytes !== undefined) texts.set(tag, rest.subarray(end, end + size).toString());
    rest = rest.subarray(end + size);
  }

  const channels = new Map<string, FeatureTag['channels']>();
  const together = Map.groupBy([...tags].filter(parseTag), (tag) => `${parseTag(tag)!.feature} ${refs.tags.get(tag)?.commit}`);
  for (const ofCommit of together.values()) {
    const first = ofCommit.filter((tag) => texts.get(tag)?.trim()).sort()[0];
    const line =
      first === undefined
        ? ''
        : texts
            .get(first)!
            .split('\n')
            .find((candidate) => candidate.trim());
    const parsed = v.safeParse(note, line);
    if (parsed.success) for (const tag of ofCommit) channels.set(tag, parsed.output.channels);
  }
  return channels;
}
