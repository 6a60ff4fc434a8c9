/** Which releases were begun and not finished: the git tags say what was begun, one GET of the index says what is finished. */
import { type ArtefactStore, type FeatureRow, gitTag, indexKey, parseFeatureIndex, PintagError, settledDigest } from '@pintag/cdn';
import type { ReleaseTag, Repository } from '../git/repository.ts';
import { type PromotedTag, untold } from './promoted-tags.ts';
import { settledVersions, tryRecord } from './settled-versions.ts';

export interface Gaps {
  /** Tags to publish from step 7 on, those asked for by `adopt` included. */
  readonly unfinished: readonly ReleaseTag[];
  /** Tags of versions, finished or not, that came to another channel after their release, which nobody was told of. */
  readonly promoted: readonly PromotedTag[];
  /** Features whose releases are all finished, while their row of the index says otherwise. */
  readonly stale: readonly string[];
  /** Release tags that are not ours to heal unasked: no release branch contains them, or they carry no run of ours. */
  readonly foreign: readonly ReleaseTag[];
  /** By feature, the highest version that the index lists. */
  readonly newest: ReadonlyMap<string, string>;
  /** Names of tags that are not there, and whose versions have a record: their numbers are spent. */
  readonly lost: readonly string[];
  /** Features of which nobody knows what is open: the store did not answer. */
  readonly unread: readonly UnreadFeature[];
}

export interface UnreadFeature {
  readonly feature: string;
  readonly failure: unknown;
}

type FeatureGaps = Pick<Gaps, 'unfinished' | 'promoted' | 'stale' | 'foreign' | 'lost'>;

export interface FindGapsOptions {
  /** What the notes of tags say; asked only of versions that were begun to be promoted. */
  readonly channels: Repository['channels'];
  /** Names of foreign tags to take in. */
  readonly adopt?: readonly string[];
  /** Looks at records and receipts of every feature, even where the index says that all is finished. */
  readonly thorough?: boolean;
}

/**
 * Costs one GET while nothing is open, however many features there are; two listings for each feature that has something open, or for
 * each feature at all when it is to be thorough. A feature that cannot be read keeps no other from its gaps.
 * @throws {PintagError} PT_TAG_UNKNOWN
 */
export async function findGaps(
  store: ArtefactStore,
  tags: readonly ReleaseTag[],
  { adopt = [], thorough = false, channels }: FindGapsOptions,
): Promise<Gaps> {
  const foreignNames = tags.filter((tag) => !isOurs(tag)).map(({ tag }) => tag);
  for (const tag of adopt) {
    if (!tags.some((known) => known.tag === tag)) throw new PintagError('PT_TAG_UNKNOWN', { tag, known: foreignNames });
  }

  const rows = await readRows(store);
  const unread: UnreadFeature[] = [];
  const tagsOf = Map.groupBy(tags, ({ feature }) => feature);
  const perFeature = await Promise.all(
    [...new Set([...tagsOf.keys(), ...rows.keys()])].map((feature) =>
      gapsOf(store, feature, tagsOf.get(feature) ?? [], rows.get(feature), { adopt, thorough, channels }).catch(
        (failure: unknown): FeatureGaps => {
          unread.push({ feature, failure });
          return noGaps;
        },
      ),
    ),
  );
  return {
    unread,
    unfinished: perFeature.flatMap(({ unfinished }) => unfinished),
    promoted: perFeature.flatMap(({ promoted }) => promoted),
    stale: perFeature.flatMap(({ stale }) => stale),
    foreign: perFeature.flatMap(({ foreign }) => foreign),
    lost: perFeature.flatMap(({ lost }) => lost),
    newest: new Map([...rows].map(([feature, { newest }]) => [feature, newest])),
  };
}

const noGaps: FeatureGaps = { unfinished: [], promoted: [], stale: [], foreign: [], lost: [] };

export const isOurs = ({ run, onReleaseBranch }: ReleaseTag): boolean => run !== undefined && onReleaseBranch;

async function gapsOf(
  store: ArtefactStore,
  feature: string,
  tags: readonly ReleaseTag[],
  row: FeatureRow | undefined,
  { adopt, thorough, channels }: Required<FindGapsOptions>,
): Promise<FeatureGaps> {
  const ours = tags.filter(isOurs);
  const foreign = tags.filter((tag) => !isOurs(tag));
  const asked = foreign.filter(({ tag }) => adopt.includes(tag));

  if (!thorough && row?.settled === digestOfTags(tags)) return noGaps;
  if (!thorough && row?.settled === digestOfTags(ours) && asked.length === 0) return { ...noGaps, foreign };
  if (!row && ours.length === 0 && asked.length === 0) return { ...noGaps, foreign };

  const { finished, promotions, abandoned, recorded } = await settledVersions(store, feature);
  const published = new Map([...finished, ...abandoned]);
  const settled = new Map([...published].filter(([version]) => !promotions.has(version) || abandoned.has(version)));
  const open = ({ version }: ReleaseTag) => !published.has(version);
  // Publishing one that was moved says what is wrong with it.
  const unfinished = [...[...ours, ...asked].filter(open), ...(await movedTags(store, tags, published))];
  // A feature of which nothing can be loaded has no row, and needs none.
  const rowIsBehind = row ? row.settled !== settledDigest(settled) : finished.size > 0;
  return {
    unfinished,
    promoted: await untold(
      promotions,
      tags.filter(({ version }) => !abandoned.has(version)),
      channels,
    ),
    stale: unfinished.length === 0 && rowIsBehind ? [feature] : [],
    foreign: foreign.filter((tag) => open(tag) && !asked.includes(tag)),
    lost: [...recorded].filter((version) => !tags.some((tag) => tag.version === version)).map((version) => gitTag(feature, version)),
  };
}

/** Tags that name another commit than the record of their version. */
async function movedTags(store: ArtefactStore, tags: readonly ReleaseTag[], settled: ReadonlyMap<string, string>): Promise<ReleaseTag[]> {
  const suspects = tags.filter(({ version, commit }) => (settled.get(version) || commit) !== commit);
  // The list that the commit comes from can be edited by anybody.
  const records = await Promise.all(suspects.map(({ feature, version }) => tryRecord(store, feature, version)));
  return suspects.filter(({ commit }, position) => (records[position]?.commit ?? commit) !== commit);
}

async function readRows(store: ArtefactStore): Promise<ReadonlyMap<string, FeatureRow>> {
  const stored = await store.read(indexKey);
  const rows = stored ? parseFeatureIndex(stored.body, indexKey).features : [];
  return new Map(rows.map((row) => [row.feature, row]));
}

const digestOfTags = (tags: readonly ReleaseTag[]): string => settledDigest(new Map(tags.map(({ version, commit }) => [version, commit])));
