/** The runtimes of a run: several features share one, and it is looked for, staged and published once for all of them. */
import type { RuntimeRecord } from '@pintag/cdn';
import type { RuntimeBundle } from '../builder.ts';
import { type KnownRuntime, describeRuntime } from './check-runtime.ts';
import type { RuntimeSources } from './find-runtime.ts';
import { type RuntimeTools, publishRuntime } from './publish-runtime.ts';
import { readRuntimeRecord } from './runtime-record.ts';
import { readStagedRuntime, stageRuntime } from './staged-runtime.ts';

/** Of a run that publishes nothing. */
export interface KeptRuntimes {
  /** What the store has of it, recorded or staged; `undefined` when it has to be built. */
  find(name: string): Promise<KnownRuntime | undefined>;
  /** Before the tag. Stages it, unless it is published already. @returns what will be, or is, under its URL. */
  keep(runtime: RuntimeBundle): Promise<KnownRuntime>;
}

export interface Runtimes extends KeptRuntimes {
  /**
   * After the tag. When it returns, the runtime can be imported.
   * @param rebuild of this one's commit: another feature's may give another runtime
   * @throws what `publishRuntime` throws
   */
  publish(name: string, rebuild: RuntimeSources['rebuild']): Promise<void>;
}

/** @param recorded grows: a record stays what it is, so that one read of it is enough. */
export function createKeptRuntimes(
  { store, log }: Pick<RuntimeTools, 'store' | 'log'>,
  recorded: Map<string, KnownRuntime> = new Map(),
): KeptRuntimes {
  const findRecorded = async (name: string): Promise<KnownRuntime | undefined> => {
    const record = recorded.has(name) ? undefined : await readRuntimeRecord(store, name);
    if (record) recorded.set(name, knownFrom(record));
    return recorded.get(name);
  };
  const findStaged = async (name: string): Promise<KnownRuntime | undefined> => {
    const files = await readStagedRuntime(store, name);
    return files && describeRuntime({ name, files });
  };
  const stage = async (runtime: RuntimeBundle): Promise<KnownRuntime> => {
    const { name } = runtime;
    if ((await stageRuntime(store, runtime)) === 'damaged')
      log({
        level: 'warn',
        step: 'stage',
        message: `The staged bundle of the runtime ${name} is damaged: a repair has to build it again.`,
      });
    else log({ level: 'info', step: 'stage', message: `The runtime ${name} is staged.` });
    return describeRuntime(runtime);
  };
  const found = onceEach(async (name) => (await findRecorded(name)) ?? findStaged(name));
  const kept = onceEach(async (name, runtime: RuntimeBundle) => (await findRecorded(name)) ?? stage(runtime));
  return { find: found, keep: (runtime) => kept(runtime.name, runtime) };
}

/** @example createRuntimes({ store, edge, log }) // one for a run: it remembers what it found */
export function createRuntimes(tools: RuntimeTools): Runtimes {
  const recorded = new Map<string, KnownRuntime>();
  const publishing = new Map<string, Promise<unknown>>();
  return {
    ...createKeptRuntimes(tools, recorded),
    async publish(name, rebuild) {
      if (recorded.has(name)) return;
      const attempt = async () => void recorded.set(name, knownFrom(await publishRuntime(tools, name, rebuild)));
      // What failed for another feature may succeed for this one, and two at once would only do the same work.
      const mine = publishing.get(name)?.catch(attempt) ?? attempt();
      publishing.set(name, mine);
      await mine;
    },
  };
}

const knownFrom = ({ runtime, files }: RuntimeRecord): KnownRuntime => ({ name: runtime, files });

/** Remembers what came of it; a failure is tried again by whoever asks next. */
function onceEach<A extends readonly unknown[], T>(
  act: (name: string, ...more: A) => Promise<T>,
): (name: string, ...more: A) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (name, ...more) => {
    const result =
      known.get(name) ??
      act(name, ...more).catch((error: unknown) => {
        known.delete(name);
        throw error;
      });
    known.set(name, result);
    return result;
  };
}
