/** Parts of a Markdown text on GitHub. What goes in is Markdown already. */

export const list = (lines: readonly string[]): string => lines.map((line) => `- ${line}`).join('\n');

/** The empty lines make what is inside Markdown again. */
export const folded = (title: string, text: string): string => `<details><summary>${title}</summary>\n\n${text}\n\n</details>`;
