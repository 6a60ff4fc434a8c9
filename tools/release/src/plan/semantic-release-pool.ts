/** Worker threads for semantic-release: started when first needed, kept for the next plan of the same run. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ScratchJob, ScratchOutcome } from './run-semantic-release.ts';

export interface SemanticReleasePool {
  run(jobs: readonly ScratchJob[]): Promise<readonly ScratchOutcome[]>;
  close(): Promise<void>;
}

/** @param env the whole environment of the threads, and so of the git calls in them */
export function openPool({ env, threads = 2 }: { env: Readonly<Record<string, string>>; threads?: number }): SemanticReleasePool {
  const workers: Worker[] = [];
  // Loading semantic-release costs a thread about as much as two runs.
  const needed = (jobs: number) => Math.min(threads, Math.ceil(jobs / 3));

  return {
    async run(jobs) {
      while (workers.length < needed(jobs.length))
        workers.push(new Worker(new URL('./semantic-release-worker.ts', import.meta.url), { env }));
      const outcomes: ScratchOutcome[] = [];
      const left = [...jobs.entries()];
      const work = async (worker: Worker) => {
        for (let next = left.shift(); next; next = left.shift()) {
          worker.postMessage(next[1]);
          // Rejects when the thread dies of an error.
          const [outcome] = (await once(worker, 'message')) as [ScratchOutcome];
          outcomes[next[0]] = outcome;
        }
      };
      await Promise.all(workers.map(work));
      return outcomes;
    },
    async close() {
      await Promise.all(workers.splice(0).map((worker) => worker.terminate()));
    },
  };
}
