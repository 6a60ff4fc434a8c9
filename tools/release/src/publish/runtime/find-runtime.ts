/** Where the bundle of a runtime comes from: staged, else what lies under its URL already, else built again. Its name tells whether it is the right one. */
import { type ArtefactStore, type BundleFile, runtimePrefix } from '@pintag/cdn';
import type { Log } from '../../events/log.ts';
import type { RuntimeBundle } from '../builder.ts';
import { isWhatItsNameSays } from './check-runtime.ts';
import { readStagedRuntime, stageRuntime } from './staged-runtime.ts';

export interface RuntimeSources {
  readonly store: ArtefactStore;
  /** Builds something that needed it once; `undefined` when that needs none now. */
  readonly rebuild: () => Promise<RuntimeBundle | undefined>;
  readonly log: Log;
}

/** The bytes that a runtime's name stands for are nowhere, and nobody can make them again. */
export class RuntimeLost extends Error {
  override readonly name = 'RuntimeLost';

  constructor(runtime: string, built: string | undefined) {
    super(`the runtime ${runtime} is nowhere, and building its commit again gives ${built ?? 'none'}`);
  }
}

/** @throws {RuntimeLost}, and the failure of the build, when it has to be built and cannot. */
export async function findRuntime({ store, rebuild, log }: RuntimeSources, name: string): Promise<readonly BundleFile[]> {
  const kept = (await readStagedRuntime(store, name)) ?? (await readPublished(store, name));
  if (kept) return kept;

  log({ level: 'warn', step: 'build', message: `No staged bundle of the runtime ${name}: building it again.` });
  const built = await rebuild();
  if (built?.name !== name) throw new RuntimeLost(name, built?.name);
  await stageRuntime(store, built);
  return built.files;
}

/** Without the copies, which are made of the others. */
async function readPublished(store: ArtefactStore, name: string): Promise<readonly BundleFile[] | undefined> {
  const prefix = runtimePrefix(name);
  const files: BundleFile[] = [];
  for await (const key of store.list(prefix)) {
    const stored = key.endsWith('.br') ? undefined : await store.read(key);
    if (stored) files.push({ path: key.slice(prefix.length), body: stored.body });
  }
  return files.length > 0 && (await isWhatItsNameSays(name, files)) ? files : undefined;
}
