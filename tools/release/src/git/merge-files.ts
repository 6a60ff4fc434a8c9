/** What single merges brought to their first parent: the few that matter are asked of one git process, which the first question starts. */
import { PassThrough } from 'node:stream';
import type { Environment, Git } from './git.ts';

export interface MergeFiles {
  /** Relative to the repository root, `/` as separator; a renamed file under both names. */
  filesOf(hash: string): Promise<readonly string[]>;
  /** @throws {GitFailure} when git failed meanwhile */
  close(): Promise<void>;
}

/** @param separator one line that is the name of no file, such as a random text */
export function openMergeFiles(options: { git: Git; cwd: string; env: Environment; separator: string }): MergeFiles {
  const { git, cwd, env, separator } = options;
  const args = ['diff-tree', '--stdin', '-r', '-z', '--name-only', '--no-renames', '--no-commit-id', '--diff-merges=first-parent'];
  // git repeats a line that names no object, and then passes on what it has kept back.
  const mark = Buffer.from(`${separator}\n`);
  let questions: PassThrough | undefined;
  let answers: AsyncIterator<Uint8Array> | undefined;

  return {
    async filesOf(hash) {
      questions ??= new PassThrough();
      answers ??= git.stream(args, { cwd, env, input: questions })[Symbol.asyncIterator]();
      questions.write(`${hash}\n${separator}\n`);
      const pieces: Uint8Array[] = [];
      for (let tail = Buffer.alloc(0); !tail.equals(mark);) {
        const { value, done } = await answers.next();
        if (done) throw new Error(`git ended before it told what the merge ${hash} brought.`);
        pieces.push(value);
        tail = Buffer.concat([tail, value]).subarray(-mark.length);
      }
      const names = Buffer.concat(pieces).subarray(0, -mark.length).toString('utf8');
      return names.split('\0').filter(Boolean);
    },
    async close() {
      questions?.end();
      for (let end = await answers?.next(); end && !end.done;) end = await answers?.next();
    },
  };
}
