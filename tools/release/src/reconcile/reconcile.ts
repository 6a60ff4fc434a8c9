/** Finishes releases that broke off, without making new ones, and puts right what somebody else broke, as far as that can be. */
import { channelValueKey } from '@pintag/cdn';
import { type FeatureResult, failedResult } from '../run/feature-result.ts';
import type { ReleaseTag } from '../git/repository.ts';
import { finishAll } from '../publish/finish-all.ts';
import { type Published, publishAll } from '../publish/publish-all.ts';
import type { ReleaseTools } from '../run/release-tools.ts';
import { publishedResults } from '../run/results.ts';
import { healChannels } from './channels/heal-channels.ts';
import { correctLists } from './correct-lists.ts';
import { type Discrepancy, sameDiscrepancy, whyUntouched } from './discrepancy.ts';
import { findGaps } from './find-gaps.ts';
import { repairs } from './repairs.ts';
import { healObjects } from './heal-objects.ts';
import { healRuntimes } from './heal-runtimes.ts';
import { type Inspection, inspect } from './inspect.ts';
import { rebuildIndex } from './rebuild-index.ts';
import { refreshRows } from './refresh-rows.ts';
import { restoreNotes, restoreTags } from './restore-tags.ts';
import { listStored } from './stored-versions.ts';

export interface ReconcileOptions extends ReleaseTools {
  /** Names of foreign tags to publish as if they were ours: `['calendar-v1.0.0']`. */
  readonly adopt?: readonly string[];
  /** Names of lost tags to push again on the commit that record, claim, receipt or note names. */
  readonly restore?: readonly string[];
  /** First derives every version list and the index again from all records, for what nobody can read any more. */
  readonly rebuild?: boolean;
}

export interface ReconcileResult {
  readonly schema: 1;
  /** `false` while anything that was begun is not finished, or anything is left that does not agree. */
  readonly ok: boolean;
  readonly run: string;
  /** Versions that were published or could not be: `repaired` or `failed`; empty when nothing was open. */
  readonly features: readonly FeatureResult[];
  /** Features whose index entries were derived again. */
  readonly refreshed: readonly string[];
  /** Release tags that nobody heals unasked. */
  readonly foreign: readonly ReleaseTag[];
  /** What did not agree before, and does now. */
  readonly healed: readonly Discrepancy[];
  /** What still does not agree. Foreign tags alone are no reason for `ok` to be `false`. */
  readonly left: readonly LeftDiscrepancy[];
}

export interface LeftDiscrepancy extends Discrepancy {
  /** Why this run did not heal it, one sentence. */
  readonly why: string;
}

/**
 * What one version does wrong is in the result. Compares everything first, as `inspect` does, and again when it has changed anything; what has
 * come up in between it mends as well.
 * @throws {PintagError} PT_TAG_UNKNOWN, PT_TAG_NOT_LOST
 * @example (await reconcile({ ...tools, adopt: ['calendar-v1.0.0'] })).features // [{ feature: 'calendar', version: '1.0.0', status: 'repaired', … }]
 */
export async function reconcile(options: ReconcileOptions): Promise<ReconcileResult> {
  const { repository, adopt = [], restore = [], rebuild = false } = options;
  const before = await inspect(options);
  const isAsked = adopt.length > 0 || restore.length > 0 || rebuild;
  let mended = nothingMended;
  let after = before;
  for (let pass = 1; pass === 1 ? !before.ok || isAsked : pass <= maxPasses; pass++) {
    const known = after.discrepancies;
    mended = together(mended, await mend(pass === 1 ? options : { ...options, rebuild: false }, after, pass));
    after = await inspect(options);
    // What another run began in the meantime may be finished like anything that broke off.
    const isNew = (one: Discrepancy) => whyUntouched(one.kind) === undefined && !known.some((other) => sameDiscrepancy(one, other));
    if (!after.discrepancies.some(isNew)) break;
  }

  const left = after.discrepancies.map((one) => ({ ...one, why: whyLeft(one, mended) }));
  const { features, refreshed } = mended;
  const foreignTags = new Set(left.flatMap(({ kind, tag }) => (kind === 'foreign-tag' ? [tag] : [])));
  return {
    schema: 1,
    ok: after.ok && features.every(({ status }) => status !== 'failed'),
    run: repository.run,
    features,
    refreshed,
    foreign: (await repository.tags()).filter(({ tag }) => foreignTags.has(tag)),
    healed: before.discrepancies.filter((one) => !left.some((other) => sameDiscrepancy(one, other))),
    left,
  };
}

interface Mended {
  readonly features: readonly FeatureResult[];
  readonly refreshed: readonly string[];
  /** By tag, name of a runtime or key of the key-value store, why what this run tried did not succeed. */
  readonly failures: ReadonlyMap<string, string>;
}

const nothingMended: Mended = { features: [], refreshed: [], failures: new Map() };

/** Of a version that several passes took up the last one tells. */
function together(one: Mended, next: Mended): Mended {
  const isAgain = ({ feature, version }: FeatureResult) =>
    next.features.some((other) => other.feature === feature && other.version === version);
  return {
    features: [...one.features.filter((result) => !isAgain(result)), ...next.features],
    refreshed: [...new Set([...one.refreshed, ...next.refreshed])].sort(),
    failures: new Map([...one.failures, ...next.failures]),
  };
}

/** Beside releases that are under way there is always something new, and they finish it themselves. */
const maxPasses = 3;

async function mend(options: ReconcileOptions, { discrepancies }: Inspection, pass: number): Promise<Mended> {
  const { store, repository, edge, adopt = [], restore = [], rebuild } = options;
  const lost = await restoreTags(options, discrepancies, restore);
  const late = await healChannels(options, discrepancies);
  // Before the versions that import them.
  const lacking = await healRuntimes(options, discrepancies);
  // Nothing can be written into an index that nobody here can read, and what is published belongs into it.
  if (!rebuild && discrepancies.some(({ kind }) => kind === 'index-unreadable')) {
    const incomplete = await healObjects(options, discrepancies);
    return {
      ...nothingMended,
      failures: new Map([...lost, ...late, ...lacking, ...incomplete, ...(await mendNotes(options, discrepancies))]),
    };
  }
  const rebuilt = rebuild ? await rebuildIndex(store) : { features: [], failures: [] };
  const gaps = await findGaps(store, await repository.tags(), {
    channels: repository.channels,
    adopt: [...adopt, ...restore.filter((tag) => !lost.has(tag))],
    thorough: true,
  });
  const published = await publishAll(options, repairs(gaps));
  const incomplete = await healObjects(options, discrepancies);
  const rows = rebuild
    ? await refreshRows(options, gaps.stale)
    : await correctLists(options, await correctable(options, discrepancies, published));
  const refreshed = [...new Set([...rebuilt.features, ...rows.refreshed])].sort();
  const finished = publishedResults(
    await finishAll(options, published, refreshed, pass === 1 ? repository.run : `${repository.run}-${pass}`),
    edge,
  );

  const unnoted = await mendNotes(options, discrepancies);
  return {
    features: [
      ...finished,
      ...gaps.unread.map(({ feature, failure }) => failedResult(feature, undefined, failure)),
      ...rows.failures,
      ...rebuilt.failures,
    ],
    refreshed,
    failures: new Map([...lost, ...late, ...lacking, ...incomplete, ...unnoted]),
  };
}

async function mendNotes(options: ReconcileOptions, discrepancies: readonly Discrepancy[]): Promise<ReadonlyMap<string, string>> {
  const { records } = await listStored(options.store);
  return restoreNotes(options, discrepancies, ({ feature, version }) => records.get(feature)?.has(version) ?? false);
}

/** A version that could not be finished just now should not get into a list because of that, so the lists of its feature wait. */
async function correctable(
  { store }: Pick<ReleaseTools, 'store'>,
  discrepancies: readonly Discrepancy[],
  published: readonly Published[],
): Promise<readonly string[]> {
  const waiting = new Set(published.flatMap((version) => ('failure' in version ? [version.job.tag.feature] : [])));
  const listed = discrepancies.flatMap(({ kind, feature }) => (kind === 'version-list-wrong' && feature ? [feature] : []));
  const { records } = await listStored(store);
  return [...new Set([...records.keys(), ...listed])].filter((feature) => !waiting.has(feature)).sort();
}

function whyLeft({ kind, tag, runtime, feature, channel }: Discrepancy, { features, failures }: Mended): string {
  const untouched = whyUntouched(kind);
  const valueKey = channel && feature && channelValueKey(channel, feature);
  const failure = failures.get(tag ?? runtime ?? valueKey ?? '');
  if (untouched !== undefined && failure === undefined) return untouched;
  const failed = features.find((result) => result.status === 'failed' && result.feature === feature)?.reason;
  return failure ?? failed ?? 'Something else stands in its way; the next run takes it up.';
}
