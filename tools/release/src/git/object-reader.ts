/** Objects of a repository, asked for one by one of one `git cat-file` that starts with the first question. */
import { Readable } from 'node:stream';
import type { Environment, Git } from './git.ts';

export interface GitObject {
  readonly hash: string;
  /** `blob`, `tree`, `commit`, `tag`. */
  readonly type: string;
  readonly body: Buffer;
}

export interface ObjectReader {
  /**
   * @param name as git takes it, without a line break: a hash, `<commit>:libs/calendar`
   * @returns nothing when there is no such object
   */
  read(name: string): Promise<GitObject | undefined>;
  /** Ends git. To be called once, after the last answer. */
  close(): Promise<void>;
}

interface Question {
  readonly name: string;
  readonly resolve: (answer: GitObject | undefined) => void;
  readonly reject: (error: unknown) => void;
}

export function openObjectReader({ git, cwd, env }: { git: Git; cwd: string; env: Environment }): ObjectReader {
  const input = new Readable({ read: () => undefined });
  const waiting: Question[] = [];
  let running: Promise<void> | undefined;
  let failure: { readonly error: unknown } | undefined;

  const fail = (error: unknown): void => {
    failure ??= { error };
    for (const { reject } of waiting.splice(0)) reject(error);
  };

  async function answer(): Promise<void> {
    const pieces = new Pieces();
    let head: Omit<GitObject, 'body'> | undefined;
    let size = 0;
    for await (const piece of git.stream(['cat-file', '--batch'], { cwd, env, input })) {
      pieces.push(piece);
      for (;;) {
        if (!head) {
          const line = pieces.line();
          if (line === undefined) break;
          const found = /^(?<hash>[0-9a-f]+) (?<type>\w+) (?<bytes>\d+)$/.exec(line)?.groups;
          if (!found) {
            // `<name> missing`
            waiting.shift()?.resolve(undefined);
            continue;
          }
          head = { hash: found['hash']!, type: found['type']! };
          size = Number(found['bytes']);
        }
        // A line break follows the content.
        const body = pieces.take(size + 1);
        if (!body) break;
        waiting.shift()?.resolve({ ...head, body: body.subarray(0, size) });
        head = undefined;
      }
    }
    if (waiting.length > 0) throw new Error(`git cat-file ended before it answered for ${waiting[0]!.name}.`);
  }

  return {
    read(name) {
      if (failure) return Promise.reject(failure.error);
      const { promise, resolve, reject } = Promise.withResolvers<GitObject | undefined>();
      waiting.push({ name, resolve, reject });
      input.push(`${name}\n`);
      running ??= answer().catch(fail);
      return promise;
    },
    async close() {
      input.push(null);
      await running;
    },
  };
}

/** What came and was not read yet; joined only when enough is there, so that a large object is not copied with every piece. */
class Pieces {
  #pieces: Uint8Array[] = [];
  #length = 0;

  push(piece: Uint8Array): void {
    this.#pieces.push(piece);
    this.#length += piece.length;
  }

  /** The next line without its end, if all of it is there. */
  line(): string | undefined {
    const all = this.#joined();
    const end = all.indexOf(10);
    if (end < 0) return undefined;
    this.#keep(all.subarray(end + 1));
    return all.toString('utf8', 0, end);
  }

  take(bytes: number): Buffer | undefined {
    if (this.#length < bytes) return undefined;
    const all = this.#joined();
    this.#keep(all.subarray(bytes));
    return all.subarray(0, bytes);
  }

  #joined(): Buffer {
    const [first] = this.#pieces;
    const all =
      first && this.#pieces.length === 1 ? Buffer.from(first.buffer, first.byteOffset, first.length) : Buffer.concat(this.#pieces);
    this.#keep(all);
    return all;
  }

  #keep(rest: Buffer): void {
    this.#pieces = rest.length > 0 ? [rest] : [];
    this.#length = rest.length;
  }
}
