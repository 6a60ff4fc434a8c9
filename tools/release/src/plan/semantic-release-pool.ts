/** Worker threads for semantic-release: started when first needed, kept for the next plan, shared by whoever has the pool. */
import { Worker } from 'node:worker_threads';
import type { ScratchJob, ScratchOutcome } from './run-semantic-release.ts';

export interface SemanticReleasePool {
  /** One outcome a job, in their order; a thread that breaks down has failed at its job, and the others go on. */
  run(jobs: readonly ScratchJob[]): Promise<readonly ScratchOutcome[]>;
  close(): Promise<void>;
}

interface Task {
  readonly job: ScratchJob;
  resolve(outcome: ScratchOutcome): void;
}

interface Thread {
  readonly worker: Worker;
  /** What it works on. */
  task?: Task;
}

/** @param env the whole environment of the threads; a job's own comes on top of it in its git calls */
export function openPool({ env, threads: most = 2 }: { env: Readonly<Record<string, string>>; threads?: number }): SemanticReleasePool {
  const threads = new Set<Thread>();
  const waiting: Task[] = [];

  function start(): Thread {
    const thread: Thread = { worker: new Worker(new URL('./semantic-release-worker.ts', import.meta.url), { env }) };
    const end = (cause: unknown) => {
      threads.delete(thread);
      const why = `that its thread ended before its answer (${cause instanceof Error ? cause.message : String(cause)})`;
      finish(thread, ({ resolve }) => resolve({ kind: 'failed', why, output: '' }));
    };
    thread.worker.on('message', (outcome: ScratchOutcome) => finish(thread, ({ resolve }) => resolve(outcome)));
    thread.worker.on('error', end).on('exit', end);
    threads.add(thread);
    return thread;
  }

  function finish(thread: Thread, settle: (task: Task) => void): void {
    const { task } = thread;
    thread.task = undefined;
    // A thread that waits for work holds no process open.
    thread.worker.unref();
    if (task) settle(task);
    work();
  }

  function work(): void {
    // Loading semantic-release costs a thread about as much as two runs.
    const wanted = Math.min(most, Math.ceil(waiting.length / 3));
    while (waiting.length) {
      const thread = [...threads].find(({ task }) => !task) ?? (threads.size < Math.max(wanted, 1) ? start() : undefined);
      if (!thread) return;
      thread.task = waiting.shift()!;
      thread.worker.ref();
      thread.worker.postMessage(thread.task.job);
    }
  }

  return {
    run(jobs) {
      const outcomes = jobs.map((job) => new Promise<ScratchOutcome>((resolve) => waiting.push({ job, resolve })));
      work();
      return Promise.all(outcomes);
    },
    async close() {
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}
