/** What a figure depends on besides the programs: one line about the machine. */
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';

export function describeMachine(git: string): string {
  const model = cpus()[0]?.model.trim() || 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores (${model}), ${memory} GiB, ${type()} ${release()}, Node ${process.versions.node}, ${git.trim()}`;
}
