/** Links from the documentation to lines of code: `[path](../path#L12)` followed by a piece of that line in backticks. */

/** A link, white space, then code between one or more backticks. */
const reference = /\[(?<file>[^\]]+)\]\(\.\.\/\k<file>#L(?<line>\d+)\)(?<between>\s+)(?<ticks>`+)(?<code>.+?)\k<ticks>(?!`)/gs;

/**
 * The same text with the number of the first line that has the code.
 * @param readFile by path relative to the repository root
 * @throws {Error} no line has it
 */
export async function relink(markdown: string, readFile: (file: string) => Promise<string>): Promise<string> {
  const lines = new Map<string, number>();
  for (const { 0: text, groups = {} } of markdown.matchAll(reference)) {
    const { file = '', code = '' } = groups;
    const line = (await readFile(file)).split('\n').findIndex((candidate) => candidate.includes(code)) + 1;
    if (line === 0) throw new Error(`No line of ${file} has ${code} any more.`);
    lines.set(text, line);
  }
  return markdown.replace(reference, (text: string) => text.replace(/#L\d+\)/, `#L${lines.get(text)})`));
}

export const countReferences = (markdown: string): number => [...markdown.matchAll(reference)].length;
