/** Makes the tags and notes of planned releases: semantic-release runs once a feature, each in a scratch clone of its own, and has to agree with the plan. */
import { join } from 'node:path';
import { PintagError } from '@pintag/cdn/errors';
import { gitTag } from '@pintag/cdn/features';
import type { Git } from '../git/git.ts';
import type { MirrorRefs } from '../git/mirror.ts';
import type { RefGroup } from '../git/push.ts';
import type { BranchSpec } from '../git/release-branches.ts';
import { linkUrl } from '../git/remote-url.ts';
import { inRunFolder, isDiskComplaint } from '../git/run-folder-failure.ts';
import { createScratch, readMadeRefs } from '../git/scratch.ts';
import type { FeatureCommits } from './analyse-commits.ts';
import type { PlannedRelease } from './plan.ts';
import type { ScratchOutcome } from './run-semantic-release.ts';
import type { SemanticReleasePool } from './semantic-release-pool.ts';
import type { Standing } from './standings.ts';

/** What a planned release was decided from. */
export interface Candidate extends Standing, FeatureCommits {
  /** Release branches that exist for this feature, with their commits; the one that is released from stands at the release commit. */
  readonly heads: ReadonlyMap<string, string>;
}

/** What to push for a release, and the folder with its objects. */
export type Refs = RefGroup & { readonly objects: string };

export type MadeRelease = { readonly release: PlannedRelease } & ({ readonly refs: Refs } | { readonly error: Error });

export interface ScratchPlace {
  readonly git: Git;
  /** For views and clones; a folder of this call alone. */
  readonly folder: string;
  readonly scratchEnv: Readonly<Record<string, string>>;
  readonly objectFormat: string;
  /** Folder of the mirror's objects. */
  readonly objects: string;
  readonly branch: string;
  readonly specs: readonly BranchSpec[];
  readonly refs: MirrorRefs;
  readonly remoteUrl: string;
  readonly pool: SemanticReleasePool;
}

/** One result a release, in their order, with the notes that semantic-release wrote. What breaks down for one is its own error. */
export async function makeRefs(
  releases: readonly { readonly release: PlannedRelease; readonly candidate: Candidate }[],
  place: ScratchPlace,
): Promise<readonly MadeRelease[]> {
  const { git, scratchEnv: env, refs, pool } = place;
  const made = new Map<PlannedRelease, MadeRelease>();
  const attempt = async <T>(release: PlannedRelease, act: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await inRunFolder(place.folder, act);
    } catch (error) {
      made.set(release, { release, error: error instanceof Error ? error : new Error(String(error)) });
      return undefined;
    }
  };

  const prepared = [];
  for (const { release, candidate } of releases) {
    const scratch = await attempt(release, () => prepare(candidate, place));
    if (scratch) prepared.push({ release, ...scratch });
  }
  const outcomes = await pool.run(prepared.map(({ job }) => job));
  for (const [index, { release, view }] of prepared.entries()) {
    const outcome = outcomes[index]!;
    if (!agrees(release, outcome)) {
      made.set(release, { release, error: disagreement(release, outcome, place.folder) });
      continue;
    }
    const names = await attempt(release, () => readMadeRefs({ git, env, view, refs }));
    if (names) made.set(release, { release: { ...release, notes: outcome.notes }, refs: { refs: names, objects: join(view, 'objects') } });
  }
  return releases.map(({ release }) => made.get(release)!);
}

async function prepare({ feature, tags, heads, own, inherited, takenBack }: Candidate, place: ScratchPlace) {
  const { git, scratchEnv: env, objectFormat, objects, branch, specs, refs } = place;
  const { url: repositoryUrl, hasPages } = linkUrl(place.remoteUrl);
  const at = { git, folder: join(place.folder, feature.name), env, objectFormat, objects };
  const { view, clone } = await createScratch({ ...at, branch, heads, tags: tags.map(({ tag }) => tag), refs, repositoryUrl });
  const tagFormat = gitTag(feature.name, '${version}');
  return { view, job: { cwd: clone, env, branches: specs, tagFormat, repositoryUrl, hasPages, own, inherited, takenBack } };
}

type Made = Extract<ScratchOutcome, { readonly notes: string }>;

const agrees = (release: PlannedRelease, outcome: ScratchOutcome): outcome is Made =>
  'version' in outcome &&
  outcome.tag === release.tag &&
  outcome.from === release.from &&
  outcome.channel === release.channel &&
  (outcome.kind === 'promotion') === (release.promotes !== undefined);

function disagreement({ feature, tag, channel }: PlannedRelease, outcome: ScratchOutcome, folder: string): PintagError {
  // semantic-release says in its own words that it could not write.
  if (outcome.kind === 'failed' && isDiskComplaint(outcome.why)) return new PintagError('PT_RUN_FOLDER', { folder, why: outcome.why });
  const named = (version: string, on: string | null) => `${version}${on === null ? '' : ` on channel ${on}`}`;
  const found =
    'version' in outcome
      ? named(outcome.tag, outcome.channel)
      : outcome.kind === 'failed'
        ? outcome.why
        : 'that there is nothing to release';
  return new PintagError('PT_PLAN_DISAGREES', { feature, planned: named(tag, channel), found });
}
