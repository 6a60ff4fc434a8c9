/** Makes tags and notes again that were lost, and pushes them. No tag is ever moved or removed here. */
import { PintagError } from '@pintag/cdn/errors';
import { parseTag } from '../plan/last-release.ts';
import type { Environment } from './git.ts';
import { ask } from './git.ts';
import { noteRef } from './mirror.ts';
import { certainChannels, type Channel, type ReadNotesOptions } from './note-problems.ts';
import { type PushOptions, pushGroups } from './push.ts';
import { matchReleaseBranches } from './release-branches.ts';

export type LostRef =
  /** Pushed as a lightweight tag; with a note, unless there is one or its channels are not certain. */
  | { readonly kind: 'tag'; readonly tag: string; readonly commit: string }
  /** @param ours the version is on the CDN, so that this run may stand for the one that made it. */
  | { readonly kind: 'note'; readonly tag: string; readonly commit: string; readonly channels: readonly Channel[]; readonly ours: boolean };

export type RestoreOutcome =
  { readonly lost: LostRef; readonly status: 'restored' } | { readonly lost: LostRef; readonly status: 'failed'; readonly why: string };

export interface RestoreOptions extends ReadNotesOptions {
  readonly network: Omit<PushOptions, 'cwd'>;
  /** With the committers of notes of this run, and of notes that no run stands for. */
  readonly committers: { readonly ours: Environment; readonly nobody: Environment };
}

/** One push for all; fetches afterwards. What fails is in the outcomes, in the order of `refs`. */
export async function restoreRefs(refs: readonly LostRef[], options: RestoreOptions): Promise<readonly RestoreOutcome[]> {
  if (refs.length === 0) return [];
  const { git, mirror, network } = options;
  const outcomes = new Map<LostRef, RestoreOutcome>();
  const groups = [];
  for (const lost of refs) {
    const made = await make(lost, options);
    if ('why' in made) outcomes.set(lost, { lost, status: 'failed', why: made.why });
    else groups.push({ lost, refs: made.refs });
  }
  try {
    for (const [{ lost }, outcome] of await pushGroups(groups, { ...network, git, cwd: mirror.folder })) {
      if (outcome.status === 'pushed') outcomes.set(lost, { lost, status: 'restored' });
      else outcomes.set(lost, { lost, status: 'failed', why: outcome.status === 'refused' ? outcome.why : 'somebody pushed it just now' });
    }
  } catch (error) {
    if (!(error instanceof PintagError)) throw error;
    for (const { lost } of groups) outcomes.set(lost, { lost, status: 'failed', why: error.message });
  }
  await mirror.fetch();
  return refs.map((lost) => outcomes.get(lost)!);
}

type Made = { readonly refs: readonly { readonly name: string; readonly object: string }[] } | { readonly why: string };

async function make(lost: LostRef, options: RestoreOptions): Promise<Made> {
  const { mirror, specs, committers } = options;
  if (lost.kind === 'note') {
    const { tag, commit, channels, ours } = lost;
    return { refs: [await makeNote(options, { tag, commit, channels, env: ours ? committers.ours : committers.nobody })] };
  }
  const { tag, commit } = lost;
  const { heads, tags, notes } = await mirror.refs();
  if (tags.has(tag)) return { why: `${tag} is there, on ${tags.get(tag)!.commit.slice(0, 8)}` };
  const containing = await mirror.containing('refs/heads', commit).catch(() => new Set<string>());
  const branches = matchReleaseBranches(specs, heads.keys()).filter(({ name }) => containing.has(name));
  if (branches.length === 0) return { why: `no release branch of the remote contains ${commit.slice(0, 8)}` };
  const channels = notes.has(tag) ? undefined : certainChannels(parseTag(tag)?.version ?? '', branches);
  const note = channels && (await makeNote(options, { tag, commit, channels, env: committers.ours }));
  return { refs: [{ name: `refs/tags/${tag}`, object: commit }, ...(note ? [note] : [])] };
}

interface WantedNote {
  readonly tag: string;
  readonly commit: string;
  readonly channels: readonly Channel[];
  readonly env: Environment;
}

/** In the mirror, on top of the note that it has: the remote takes it as a fast-forward, or not at all. */
async function makeNote({ git, mirror }: RestoreOptions, { tag, commit, channels, env }: WantedNote) {
  const name = noteRef(tag);
  const inside = { cwd: mirror.folder, env };
  await ask(git, ['notes', `--ref=${name}`, 'add', '--force', `--message=${JSON.stringify({ channels })}`, commit], inside);
  return { name, object: (await ask(git, ['rev-parse', name], inside)).trim() };
}
