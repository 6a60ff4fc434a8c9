/** The runtimes of a run: several features share one, and it is looked for, staged and published once for all of them. */
import type { ArtefactStore } from '@pintag/cdn';
import type { Log } from '../../log.ts';
import type { RuntimeBundle } from '../builder.ts';
import { type KnownRuntime, describeRuntime } from './check-runtime.ts';
import type { RuntimeSources } from './find-runtime.ts';
import { type RuntimeTools, publishRuntime } from './publish-runtime.ts';
import { readRuntimeRecord } from './runtime-record.ts';
import { readStagedRuntime, stageRuntime } from './staged-runtime.ts';

/** Before the tags: what there is to publish. */
export interface RuntimeStage {
  /** What the store has of it, recorded or staged; `undefined` when it has to be built. */
  find(name: string): Promise<KnownRuntime | undefined>;
  /** Stages it, unless it is published already. @returns what will be, or is, under its URL. */
  keep(runtime: RuntimeBundle): Promise<KnownRuntime>;
}

export function createRuntimeStage({ store, log }: { readonly store: ArtefactStore; readonly log: Log }): RuntimeStage {
  const recorded = onceEach((name) => readRuntimeRecord(store, name).then((record) => record && { name, files: record.files }));
  const staged = onceEach(async (name) => {
    const files = await readStagedRuntime(store, name);
    return files && describeRuntime({ name, files });
  });
  const kept = onceEach(async (name, runtime: RuntimeBundle): Promise<KnownRuntime> => {
    if ((await stageRuntime(store, runtime)) === 'damaged')
      log({ level: 'warn', step: 'stage', message: `The staged bundle of the runtime ${name} is damaged: a repair has to build it again.` });
    else log({ level: 'info', step: 'stage', message: `The runtime ${name} is staged.` });
    return describeRuntime(runtime);
  });
  return {
    find: async (name) => (await recorded(name)) ?? staged(name),
    keep: async (runtime) => (await recorded(runtime.name)) ?? kept(runtime.name, runtime),
  };
}

/** After the tags. */
export interface RuntimePublisher {
  /**
   * When it returns, the runtime can be imported.
   * @param rebuild of this one's commit: another feature's may give another runtime
   * @throws what `publishRuntime` throws
   */
  publish(name: string, rebuild: RuntimeSources['rebuild']): Promise<void>;
}

export function createRuntimePublisher(tools: RuntimeTools): RuntimePublisher {
  const published = new Map<string, Promise<unknown>>();
  return {
    async publish(name, rebuild) {
      const attempt = () => publishRuntime(tools, name, rebuild);
      // What failed for another feature may succeed for this one, and two at once would only do the same work.
      const mine = published.get(name)?.catch(attempt) ?? attempt();
      published.set(name, mine);
      await mine;
    },
  };
}

/** Remembers what came of it; a failure is tried again by whoever asks next. */
function onceEach<A extends readonly unknown[], T>(act: (name: string, ...more: A) => Promise<T>): (name: string, ...more: A) => Promise<T> {
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
