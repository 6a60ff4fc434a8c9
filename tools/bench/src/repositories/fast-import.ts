/** A generated history in the language of `git fast-import`. */
import type { GeneratedHistory } from './generated-history.ts';

const person = 'Dora <dora@school.example>';

/** Tags are plain refs, and each has the note that semantic-release keeps about its channels. */
export function* fastImport({ commits, tags }: GeneratedHistory): Generator<string> {
  const mark = (position: number): string => `:${position + 1}`;
  for (const [position, { message, at, files, parents }] of commits.entries()) {
    const [first, ...others] = parents;
    yield [
      `commit refs/heads/main\nmark ${mark(position)}\nauthor ${person} ${at} +0000\ncommitter ${person} ${at} +0000\n${data(message)}`,
      ...(first === undefined ? [] : [`from ${mark(first)}\n`]),
      ...others.map((parent) => `merge ${mark(parent)}\n`),
      ...files.map(({ path, text }) => `M 100644 inline ${path}\n${data(text)}`),
      '\n',
    ].join('');
  }
  for (const { name, commit } of tags) {
    const { at } = commits[commit]!;
    yield `reset refs/tags/${name}\nfrom ${mark(commit)}\n\n`;
    yield `commit refs/notes/semantic-release-${name}\ncommitter ${person} ${at} +0000\n${data('Notes added by git notes add')}N inline ${mark(commit)}\n${data('{"channels":[null]}\n')}\n`;
  }
  yield 'done\n';
}

const data = (text: string): string => `data ${Buffer.byteLength(text)}\n${text}\n`;
