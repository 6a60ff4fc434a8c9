/** Entry of a worker thread: semantic-release takes its thread's whole environment and hooks its output, so it gets a thread of its own. */
import { parentPort } from 'node:worker_threads';
import { runSemanticRelease, type ScratchJob } from './run-semantic-release.ts';

parentPort?.on('message', (job: ScratchJob) => {
  void runSemanticRelease(job).then((outcome) => parentPort?.postMessage(outcome));
});
