/** Steps 7 to 9 of the release protocol for one tagged version: runtime, claim, files, record, verification, index. Every step may find itself done. */
import { type ArtefactStore, type BundleFile, type Edge, PintagError, updateIndexRow, updateVersionList } from '@pintag/cdn';
import type { ReleaseTag } from '../git/repository.ts';
import type { Log } from '../events/log.ts';
import { claimVersion } from './claim-version.ts';
import { startTimer } from '../events/timer.ts';
import type { FeatureMoved, FeatureState, Watch } from '../events/release-event.ts';
import type { Link } from './link.ts';
import { Unfinishable } from './unfinishable.ts';
import { verifyVersion } from './verify-version.ts';
import { warnUnreadable } from './warn-unreadable.ts';
import { writeFiles } from './write-files.ts';
import { type WrittenRecord, abandonVersion, readRecord, writeRecord } from './write-record.ts';

export interface PublishOptions {
  readonly store: ArtefactStore;
  readonly edge: Edge;
  readonly link: Link;
  readonly tag: ReleaseTag;
  /** The version-less bundle of the tagged commit; asked only when it is needed. */
  readonly bundle: () => Promise<readonly BundleFile[]>;
  /** The same, built from the tagged commit whatever is staged: asked when `bundle` cannot be linked. Default: there is no other bundle. */
  readonly rebuild?: () => Promise<readonly BundleFile[]>;
  /** When it returns, the runtime of this name can be imported. @throws {RuntimeLost} */
  readonly publishRuntime: (name: string) => Promise<unknown>;
  readonly log: Log;
  /** See {@link ReleaseTools.verifyPauses}. */
  readonly verifyPauses?: readonly number[];
  readonly watch?: Watch;
}

/**
 * @throws {PintagError} PT_VERSION_ABANDONED, PT_RECORD_FOREIGN, and what the edge serves wrong; all of them concern this version alone.
 */
export async function publishVersion(options: PublishOptions): Promise<WrittenRecord> {
  const { store, edge, tag, log } = options;
  const tell = telling(options);
  const { feature, version } = tag;
  const publication = await recordVersion(options);
  if (publication.record.status === 'abandoned') {
    throw new PintagError('PT_VERSION_ABANDONED', { feature, version, why: 'an earlier run had to give it up' });
  }

  tell('recorded');
  tell('verifying');
  const verifying = startTimer();
  await verifyVersion(edge, publication.record, options.verifyPauses);
  const bytes = publication.record.files.reduce((sum, { size }) => sum + size, 0);
  const served = `The edge serves ${feature} ${version} as recorded.`;
  log({ level: 'info', step: 'verify', feature, version, message: served, bytes, durationMs: verifying() });
  const listing = startTimer();
  warnUnreadable(log, feature, await updateVersionList(store, feature));
  await updateIndexRow(store, feature);
  tell('listed');
  log({ level: 'info', step: 'index', feature, version, message: `${feature} ${version} is in the index.`, durationMs: listing() });
  return publication;
}

async function recordVersion(options: PublishOptions): Promise<WrittenRecord> {
  const { store, tag } = options;
  const tell = telling(options);
  const found = await readRecord(store, tag);
  if (found) return { record: found, written: 'found' };
  try {
    const { claim, files } = await claimVersion(options);
    let done = { files: 0, bytes: 0 };
    const bytes = files.reduce((sum, { body }) => sum + body.byteLength, 0);
    const tellProgress = () =>
      tell('publishing', { files: { done: done.files, of: files.length }, bytes: { done: done.bytes, of: bytes } });
    tellProgress();
    const recorded = await writeFiles(store, claim, files, ({ body }) => {
      done = { files: done.files + 1, bytes: done.bytes + body.byteLength };
      tellProgress();
    });
    return await writeRecord(store, tag, claim, recorded);
  } catch (error) {
    if (!(error instanceof Unfinishable)) throw error;
    const standing = await abandonVersion(store, tag, error.claim);
    if (standing.record.status === 'released') return standing;
    const { feature, version } = tag;
    throw new PintagError('PT_VERSION_ABANDONED', { feature, version, why: error.message }, { cause: error });
  }
}

type Progress = Pick<FeatureMoved, 'files' | 'bytes'>;

const telling =
  ({ watch, tag: { feature, version } }: PublishOptions) =>
  (state: FeatureState, progress?: Progress): void =>
    watch?.({ event: 'feature', feature, version, state, ...progress });
