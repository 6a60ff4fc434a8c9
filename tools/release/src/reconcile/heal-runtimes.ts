/** Puts back what is missing of shared runtimes: files, and the record. Creates only. */
import { KeyTaken, type ReleaseRecord, runtimeKey, sha256Of } from '@pintag/cdn';
import { linkRuntime } from '@pintag/runtime/link-runtime';
import type { RuntimeBundle } from '../publish/builder.ts';
import { rebuildBundle } from '../publish/find-bundle.ts';
import { findRuntime } from '../publish/runtime/find-runtime.ts';
import { publishRuntime } from '../publish/runtime/publish-runtime.ts';
import { readRuntimeRecord } from '../publish/runtime/runtime-record.ts';
import { contentFor } from '../publish/stored-content.ts';
import type { ReleaseTools } from '../run/release-tools.ts';
import type { Discrepancy } from './discrepancy.ts';
import { tryRecord } from './settled-versions.ts';
import { listStored } from './stored-versions.ts';

/** One runtime after the other. @returns by name of the runtime why it could not be healed */
export async function healRuntimes(tools: ReleaseTools, found: readonly Discrepancy[]): Promise<ReadonlyMap<string, string>> {
  const failures = new Map<string, string>();
  const missing = found.filter(({ kind }) => kind === 'runtime-file-missing' || kind === 'runtime-without-record');
  for (const [runtime, ofRuntime] of Map.groupBy(missing, ({ runtime }) => runtime!)) {
    try {
      await healRuntime(tools, runtime, new Set(ofRuntime.map(({ key }) => key!)));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      tools.log({ level: 'error', step: 'reconcile', message: `The runtime ${runtime} cannot be made whole: ${why}` });
      failures.set(runtime, why);
    }
  }
  return failures;
}

async function healRuntime(tools: ReleaseTools, runtime: string, missing: ReadonlySet<string>): Promise<void> {
  const { store, log } = tools;
  const rebuild = () => rebuildRuntime(tools, runtime);
  const record = await readRuntimeRecord(store, runtime);
  if (!record) return void (await publishRuntime(tools, runtime, rebuild));

  const files = await linkRuntime(await findRuntime({ store, rebuild, log }, runtime));
  for (const { path, sha256 } of record.files) {
    const key = runtimeKey(runtime, path);
    if (!missing.has(key)) continue;
    const body = files.find((file) => file.path === path)?.body;
    // A copy that another brotli makes decodes to the same, but the record names the bytes of the first.
    if (!body || sha256Of(body) !== sha256) throw new Error(`${key} cannot be made again with the bytes that its record names`);
    try {
      await store.create(key, contentFor(key, body));
    } catch (error) {
      throw error instanceof KeyTaken ? new Error(`${key} holds somebody else's bytes`, { cause: error }) : error;
    }
    log({ level: 'info', step: 'reconcile', message: `${key} is there again.` });
  }
}

/** From the newest version that needs it: what built that may still be at hand. */
async function rebuildRuntime(tools: ReleaseTools, runtime: string): Promise<RuntimeBundle | undefined> {
  let newest: ReleaseRecord | undefined;
  const { records } = await listStored(tools.store);
  for (const [feature, versions] of records) {
    for (const version of versions) {
      const record = await tryRecord(tools.store, feature, version);
      if (record?.runtime === runtime && !(newest && newest.committedAt >= record.committedAt)) newest = record;
    }
  }
  return newest && (await rebuildBundle(tools, newest)).runtime;
}
