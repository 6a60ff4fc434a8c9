/** Runs semantic-release for the features that may have a release, each in a scratch clone of its own, and turns what it says into plan entries. */
import { join } from 'node:path';
import { artefactKey, type Feature, gitTag, recordKey } from '@pintag/cdn';
import type { Git } from '../git/git.ts';
import { type MirrorRefs, noteRef } from '../git/mirror.ts';
import type { RefGroup } from '../git/push.ts';
import type { BranchSpec } from '../git/release-branches.ts';
import { linkUrl } from '../git/remote-url.ts';
import { createScratch, readResult } from '../git/scratch.ts';
import type { PlannedRelease, Reason, UnplannedFeature } from './plan.ts';
import type { InheritedCommit, ScratchOutcome } from './run-semantic-release.ts';
import type { SemanticReleasePool } from './semantic-release-pool.ts';
import type { Standing } from './standings.ts';

export interface Candidate extends Standing {
  readonly reasons: readonly Reason[];
  /** Release branches that exist for this feature, with their commits; the one that is released from stands at the release commit. */
  readonly heads: ReadonlyMap<string, string>;
}

/** What to push for a release, and the folder with its objects. */
export type Refs = RefGroup & { readonly objects: string };

export type CandidateResult =
  { readonly release: PlannedRelease; readonly refs: Refs } | { readonly other: UnplannedFeature; readonly output: string };

export interface ScratchPlace {
  readonly git: Git;
  /** For views and clones; a folder of this plan alone. */
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

/** One result a candidate, in their order. */
export async function runCandidates(candidates: readonly Candidate[], place: ScratchPlace): Promise<readonly CandidateResult[]> {
  const { git, folder, scratchEnv: env, objectFormat, objects, branch, specs, refs, pool } = place;
  const { url: repositoryUrl, hasPages } = linkUrl(place.remoteUrl);
  const views: string[] = [];
  const jobs = [];
  for (const { feature, tags, heads, reasons } of candidates) {
    const at = { git, folder: join(folder, feature.name), env, objectFormat, objects };
    const scratch = await createScratch({ ...at, branch, heads, tags: tags.map(({ tag }) => tag), refs, repositoryUrl });
    const own = reasons.flatMap(({ kind, commit }) => (kind === 'own' ? [commit] : []));
    const tagFormat = gitTag(feature.name, '${version}');
    views.push(scratch.view);
    jobs.push({ cwd: scratch.clone, env, branches: specs, tagFormat, repositoryUrl, hasPages, own, inherited: reasons.flatMap(inherit) });
  }
  const outcomes = await pool.run(jobs);

  const results: CandidateResult[] = [];
  for (const [index, candidate] of candidates.entries()) {
    const outcome = outcomes[index]!;
    const view = views[index]!;
    if ('version' in outcome) {
      const { tag, note } = await readResult({ git, env, view, tag: outcome.tag });
      const noteOnly = [{ name: noteRef(outcome.tag), object: note }];
      const pushed = outcome.kind === 'release' ? [{ name: `refs/tags/${outcome.tag}`, object: tag }, ...noteOnly] : noteOnly;
      const release = describe(candidate, outcome, refs.tags.get(outcome.tag)?.commit);
      results.push({ release, refs: { refs: pushed, objects: join(view, 'objects') } });
    } else {
      results.push({ other: { ...unplanned(candidate), ...verdict(outcome) }, output: outcome.output });
    }
  }
  return results;
}

/** Name and latest version, for a feature that gets no release. */
export const unplanned = ({ feature, last }: Standing): { readonly feature: string; readonly version?: string } => ({
  feature: feature.name,
  ...(last && { version: last.version }),
});

type Version = Extract<ScratchOutcome, { readonly kind: 'release' | 'promotion' }>;

/** A run that finds nothing had commits to look at, which cancel each other out. */
const verdict = (outcome: Exclude<ScratchOutcome, Version>) =>
  outcome.kind === 'failed' ? { why: 'failed' as const, message: outcome.why } : { why: 'not-releasing' as const };

function inherit({ kind, commit: hash, bump, through, file }: Reason): InheritedCommit[] {
  if (kind === 'own' || kind === 'promotion' || !bump) return [];
  return [{ hash, bump, scope: through?.at(-1) ?? file ?? kind, via: through ? through.join(' → ') : `every feature depends on ${file}` }];
}

function describe(
  { feature, reasons }: { feature: Feature; reasons: readonly Reason[] },
  outcome: Version,
  tagged: string | undefined,
): PlannedRelease {
  const { from, version, bump, channel, tag, notes } = outcome;
  const found = new Set(outcome.commits);
  const promotes = outcome.kind === 'promotion' ? tagged : undefined;
  return {
    feature: feature.name,
    element: feature.element,
    ...(from !== undefined && { from }),
    to: version,
    bump,
    channel,
    tag,
    reasons: promotes === undefined ? reasons.filter(({ commit }) => found.has(commit)) : [promotion(tag, promotes, channel)],
    notes,
    urls: { entry: `/${artefactKey(feature.name, version, 'main.js')}`, record: `/${recordKey(feature.name, version)}` },
    ...(promotes !== undefined && { promotes }),
  };
}

const promotion = (tag: string, commit: string, channel: string | null): Reason => ({
  kind: 'promotion',
  commit,
  subject: `${tag} was merged and comes to ${channel === null ? 'the default channel' : `the channel ${channel}`}`,
});
