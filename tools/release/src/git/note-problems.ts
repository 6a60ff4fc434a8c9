/** Notes that do not fit the tags of the remote: semantic-release reads a version's channels from its note, and cannot go on without them. */
import semver from 'semver';
import * as v from 'valibot';
import { lastRelease, parseTag } from '../plan/last-release.ts';
import { runOfEmail } from './environment.ts';
import { ask, type Git } from './git.ts';
import type { Mirror, MirrorRefs } from './mirror.ts';
import { type BranchSpec, matchReleaseBranches, type ReleaseBranch } from './release-branches.ts';

/** A channel of semantic-release; `null` is the default one. */
export type Channel = string | null;

export type NoteProblem =
  /** Its tag is gone. */
  | (NotedVersion & { readonly problem: 'without-tag'; readonly ref: string; readonly run?: string })
  /**
   * The prerelease branch cannot go on: its next version would be this one again. `missing` or `other-channel`, as the note is not there or says.
   * `unreadable`: semantic-release fails on it, whatever the branch is.
   */
  | (NotedVersion & {
      readonly problem: 'missing' | 'other-channel' | 'unreadable';
      /** What the note has to say; absent when nobody can know. */
      readonly channels?: readonly Channel[];
      readonly run?: string;
    });

interface NotedVersion {
  readonly feature: string;
  readonly version: string;
  readonly tag: string;
  /** Of the tag; of a note without a tag, the one that it is about: absent when it cannot be told. */
  readonly commit?: string;
}

export interface ReadNotesOptions {
  readonly git: Git;
  readonly mirror: Mirror;
  readonly specs: readonly BranchSpec[];
}

/** Three git processes, one more for each prerelease branch and each note without a tag. Sorted by tag. */
export async function findNoteProblems({ git, mirror, specs }: ReadNotesOptions): Promise<readonly NoteProblem[]> {
  const refs = await mirror.refs();
  const contents = await readNotes(git, mirror, refs);
  const branches = matchReleaseBranches(specs, refs.heads.keys());
  const tagsOn = new Map<ReleaseBranch, ReadonlySet<string>>();
  for (const branch of branches) tagsOn.set(branch, await mirror.merged('refs/tags', refs.heads.get(branch.name)!));

  const problems = [
    ...(await danglingNotes(git, mirror, refs)),
    ...unreadableNotes(refs, contents, tagsOn),
    ...branches.flatMap((branch) => (branch.kind === 'prerelease' ? stuckOn(branch, tagsOn.get(branch)!, refs, contents) : [])),
  ];
  return problems.sort((a, b) => (a.tag < b.tag ? -1 : 1));
}

/** The channels that a version's note has to name, from the release branches that contain it; nothing when that is not certain. */
export function certainChannels(version: string, containing: readonly ReleaseBranch[]): readonly Channel[] | undefined {
  const identifiers = semver.prerelease(version);
  const fitting = containing.filter(({ prerelease }) =>
    identifiers ? prerelease !== undefined && identifiers.includes(prerelease) : prerelease === undefined,
  );
  return fitting.length === 1 ? [fitting[0]!.channel] : undefined;
}

interface NoteContent {
  /** Absent when the note cannot be read. */
  readonly channels?: readonly Channel[];
}

const noteSchema = v.pipe(v.string(), v.parseJson(), v.object({ channels: v.array(v.nullable(v.string())) }));

/** By tag, of the release tags whose commit a note is about. */
async function readNotes(git: Git, mirror: Mirror, refs: MirrorRefs): Promise<ReadonlyMap<string, NoteContent>> {
  const noted = [...refs.tags.values()].flatMap(({ name, commit }) => {
    const note = refs.notes.get(name);
    return note && parseTag(name) ? [{ tag: name, object: `${note.object}:${commit}` }] : [];
  });
  const contents = new Map<string, NoteContent>();
  if (noted.length === 0) return contents;
  const input = noted.map(({ object }) => `${object}\n`).join('');
  let rest = Buffer.from(await ask(git, ['cat-file', '--batch'], { cwd: mirror.folder, env: mirror.env, input }));
  for (const { tag } of noted) {
    // A line about the object, `<hash> blob <bytes>` or `<name> missing`, then its content and a line break.
    const end = rest.indexOf('\n') + 1;
    const bytes = / blob (?<bytes>\d+)\n$/.exec(rest.subarray(0, end).toString())?.groups?.['bytes'];
    const size = bytes === undefined ? 0 : Number(bytes) + 1;
    if (bytes !== undefined) {
      const parsed = v.safeParse(noteSchema, rest.subarray(end, end + size).toString());
      contents.set(tag, parsed.success ? { channels: parsed.output.channels } : {});
    }
    rest = rest.subarray(end + size);
  }
  return contents;
}

async function danglingNotes(git: Git, mirror: Mirror, { tags, notes }: MirrorRefs): Promise<NoteProblem[]> {
  const dangling = [...notes.values()].flatMap((note) => {
    const parsed = tags.has(note.tag) ? undefined : parseTag(note.tag);
    return parsed ? [{ ...note, ...parsed }] : [];
  });
  const problems: NoteProblem[] = [];
  for (const { feature, version, tag, ref, object, committer } of dangling) {
    const listing = await ask(git, ['ls-tree', '-r', '--name-only', object], { cwd: mirror.folder, env: mirror.env });
    const commits = listing.split('\n').filter(Boolean);
    const commit = commits.length === 1 ? commits[0]!.replaceAll('/', '') : undefined;
    const run = runOfEmail(committer);
    problems.push({
      problem: 'without-tag',
      feature,
      version,
      tag,
      ref,
      ...(commit !== undefined && { commit }),
      ...(run !== undefined && { run }),
    });
  }
  return problems;
}

function unreadableNotes(
  refs: MirrorRefs,
  contents: ReadonlyMap<string, NoteContent>,
  tagsOn: ReadonlyMap<ReleaseBranch, ReadonlySet<string>>,
): NoteProblem[] {
  return [...contents].flatMap(([tag, { channels }]) => {
    if (channels) return [];
    const containing = [...tagsOn].flatMap(([branch, contained]) => (contained.has(tag) ? [branch] : []));
    return [problemOf('unreadable', tag, refs, certainChannels(parseTag(tag)!.version, containing))];
  });
}

/** For each feature, the newest prerelease of the branch, when semantic-release does not see that the branch has it. */
function stuckOn(
  branch: ReleaseBranch,
  contained: ReadonlySet<string>,
  refs: MirrorRefs,
  contents: ReadonlyMap<string, NoteContent>,
): NoteProblem[] {
  const tags = [...contained].flatMap((tag) => {
    const parsed = parseTag(tag);
    const commit = refs.tags.get(tag)?.commit;
    return parsed && commit ? [{ ...parsed, tag, commit, channels: contents.get(tag)?.channels ?? [null] }] : [];
  });
  return [...Map.groupBy(tags, ({ feature }) => feature).values()].flatMap((ofFeature) => {
    const newest = ofFeature
      .filter(({ version }) => branch.prerelease !== undefined && semver.prerelease(version)?.includes(branch.prerelease))
      .sort((a, b) => semver.rcompare(a.version, b.version))[0];
    if (!newest || newest.channels.includes(branch.channel)) return [];
    const last = lastRelease(ofFeature, branch);
    if (last && semver.gt(last.version, newest.version)) return [];
    const note = contents.get(newest.tag);
    // Told already.
    if (note && !note.channels) return [];
    return [problemOf(note ? 'other-channel' : 'missing', newest.tag, refs, [...(note?.channels ?? []), branch.channel])];
  });
}

function problemOf(
  problem: 'missing' | 'other-channel' | 'unreadable',
  tag: string,
  { tags, notes }: MirrorRefs,
  channels: readonly Channel[] | undefined,
): NoteProblem {
  const run = runOfEmail(notes.get(tag)?.committer ?? '');
  const commit = tags.get(tag)?.commit;
  return {
    problem,
    ...parseTag(tag)!,
    tag,
    ...(commit !== undefined && { commit }),
    ...(channels && { channels }),
    ...(run !== undefined && { run }),
  };
}
