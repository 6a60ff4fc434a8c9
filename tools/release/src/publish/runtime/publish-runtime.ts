/** Files, verification, record: after that a runtime can be imported, and whatever needs it may be published. */
import { type ArtefactStore, type Edge, PintagError, type RuntimeRecord, toRuntimeRecord, verifyRuntimeThroughEdge } from '@pintag/cdn';
import { linkRuntime } from '@pintag/runtime/link-runtime';
import type { Log } from '../../events/log.ts';
import { inWords, untilServed } from '../verify-version.ts';
import { type RuntimeSources, findRuntime } from './find-runtime.ts';
import { readRuntimeRecord, writeRuntimeRecord } from './runtime-record.ts';
import { writeRuntimeFiles } from './write-runtime-files.ts';

export interface RuntimeTools {
  readonly store: ArtefactStore;
  readonly edge: Edge;
  readonly log: Log;
  /** See {@link ReleaseTools.verifyPauses}. */
  readonly verifyPauses?: readonly number[];
}

/**
 * One read when it is recorded: the record is the last thing that is written for it, after the edge was asked.
 * @throws {RuntimeLost}. @throws {PintagError} PT_RUNTIME_TAKEN, PT_RUNTIME_WRONG, PT_RECORD_FOREIGN
 */
export async function publishRuntime(
  { store, edge, log, verifyPauses }: RuntimeTools,
  name: string,
  rebuild: RuntimeSources['rebuild'],
): Promise<RuntimeRecord> {
  const found = await readRuntimeRecord(store, name);
  if (found) return found;

  const started = performance.now();
  const bundle = await findRuntime({ store, rebuild, log }, name);
  const files = await writeRuntimeFiles(store, name, await linkRuntime(bundle));
  const record = toRuntimeRecord(name, files);
  await verifyRuntime(edge, record, verifyPauses);
  const standing = await writeRuntimeRecord(store, record);
  const bytes = standing.files.reduce((sum, { size }) => sum + size, 0);
  const durationMs = Math.round(performance.now() - started);
  log({ level: 'info', step: 'publish', message: `The runtime ${name} is published.`, bytes, durationMs });
  return standing;
}

async function verifyRuntime(edge: Edge, record: RuntimeRecord, pauses?: readonly number[]): Promise<void> {
  const findings = await untilServed(() => verifyRuntimeThroughEdge({ edge, record }), pauses);
  if (findings.length > 0) throw new PintagError('PT_RUNTIME_WRONG', { runtime: record.runtime, findings: findings.map(inWords) });
}
