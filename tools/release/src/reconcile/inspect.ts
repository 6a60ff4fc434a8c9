/** Compares everything with everything, and heals nothing: git tags, notes, records, objects, linked bundles, receipts, runtimes, lists, index and channels. */
import {
  type ArtefactStore,
  type FeatureIndex,
  type FeatureRow,
  type KeyValues,
  PintagError,
  emptyIndex,
  indexKey,
  parseFeatureIndex,
} from '@pintag/cdn';
import type { Repository } from '../git/repository.ts';
import { inspectChannels, type IsPublished } from './channels/inspect-channels.ts';
import { type Discrepancy, discrepancy, isCalm } from './discrepancy.ts';
import { inspectFeature } from './inspect-feature.ts';
import { inspectRuntimes } from './inspect-runtimes.ts';
import { noteDiscrepancies } from './note-discrepancies.ts';
import { tryRecord } from './settled-versions.ts';
import { listStored } from './stored-versions.ts';

export interface InspectOptions {
  readonly repository: Pick<Repository, 'tags' | 'channels' | 'noteProblems' | 'fetch'>;
  readonly store: ArtefactStore;
  /** By which the edge redirects channels; absent: none is configured. */
  readonly keyValues?: KeyValues;
}

export interface Inspection {
  readonly schema: 1;
  /** A foreign tag alone is nobody's mistake. */
  readonly ok: boolean;
  /** Sorted by feature; then those of channels, and those of runtimes last. */
  readonly discrepancies: readonly Discrepancy[];
}

/**
 * Reads every object of every record once, those of runtimes too, and every linked bundle: for people who ask, and for a nightly job. Versions that are not on the CDN,
 * such as thousands of old tags, cost nothing.
 * @example (await inspect({ repository, store })).discrepancies // [{ kind: 'tag-without-record', feature: 'calendar', version: '1.0.1', … }]
 */
export async function inspect({ repository, ...stored }: InspectOptions): Promise<Inspection> {
  const first = await look(stored, repository);
  if (!first.some(mayBeLate)) return inspectionOf(first);
  // A release that is under way has pushed its tag before it wrote anything: fetching again tells it from a tag that is gone.
  await repository.fetch();
  return inspectionOf(await look(stored, repository));
}

/** A channel that is being set is in its file before the edge follows. */
const mayBeLate = ({ kind }: Discrepancy): boolean =>
  kind.endsWith('-without-tag') || kind === 'record-of-other-commit' || kind === 'channel-not-projected';

const inspectionOf = (discrepancies: readonly Discrepancy[]): Inspection => ({
  schema: 1,
  ok: discrepancies.every(isCalm),
  discrepancies,
});

async function look(
  { store, keyValues }: Pick<InspectOptions, 'store' | 'keyValues'>,
  repository: InspectOptions['repository'],
): Promise<readonly Discrepancy[]> {
  const tags = await repository.tags();
  const notes = await repository.noteProblems();
  const stored = await listStored(store);
  const { rows, unreadable } = await readIndex(store);
  const tagsOf = Map.groupBy(tags, ({ feature }) => feature);
  const notesOf = Map.groupBy(notes, ({ feature }) => feature);
  const features = new Set([...tagsOf, ...notesOf, ...rows, ...stored.records, ...stored.receipts, ...stored.claims].map(([name]) => name));

  const discrepancies: Discrepancy[] = [...unreadable];
  const needed = new Set<string>();
  for (const feature of [...features].sort()) {
    const { discrepancies: found, runtimes } = await inspectFeature(store, feature, {
      tags: tagsOf.get(feature) ?? [],
      row: rows.get(feature),
      isIndexReadable: unreadable.length === 0,
      recorded: stored.records.get(feature) ?? new Set(),
      receipts: stored.receipts.get(feature) ?? new Set(),
      claims: stored.claims.get(feature) ?? new Set(),
      promotions: stored.promotions.get(feature) ?? new Map(),
      channels: (of) => repository.channels(of),
      bundles: stored.bundles,
    });
    discrepancies.push(...found, ...noteDiscrepancies(notesOf.get(feature) ?? [], found));
    for (const runtime of runtimes) needed.add(runtime);
  }
  const isPublished: IsPublished = async (feature, version) => {
    const record = await tryRecord(store, feature, version);
    // A record that cannot be read is told of on its own.
    return record ? record.status === 'released' : (stored.records.get(feature)?.has(version) ?? false);
  };
  const ofChannels = await inspectChannels({ store, keyValues, isPublished });
  return [...discrepancies, ...ofChannels, ...(await inspectRuntimes(store, stored.runtimes, needed))];
}

async function readIndex(
  store: ArtefactStore,
): Promise<{ readonly rows: ReadonlyMap<string, FeatureRow>; readonly unreadable: readonly Discrepancy[] }> {
  const stored = await store.read(indexKey);
  try {
    const index: FeatureIndex = stored ? parseFeatureIndex(stored.body, indexKey) : emptyIndex;
    return { rows: new Map(index.features.map((row) => [row.feature, row])), unreadable: [] };
  } catch (error) {
    if (!(error instanceof PintagError)) throw error;
    return { rows: new Map(), unreadable: [discrepancy('index-unreadable', { key: indexKey, message: error.message })] };
  }
}
