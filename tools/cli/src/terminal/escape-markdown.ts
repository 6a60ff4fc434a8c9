/** Text that somebody else wrote (a commit, a title, a path), as code in a Markdown comment: nothing in it is markup, a link or a mention. */

const longest = 200;
/** Controls, line separators, and the marks that turn the direction of the text around them. */
const unsafe = /[\p{Cc}\u2028\u2029\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu;

/**
 * As `<code>`, where GitHub looks for no mentions, issue numbers or addresses; every character that could mean something to Markdown or HTML is
 * written as a reference.
 * @example asCode('fix: `a` @dora') // '<code>fix&#58; &#96;a&#96; &#64;dora</code>'
 */
export function asCode(text: string): string {
  const line = text.replace(unsafe, ' ').trim();
  const short = [...line].length > longest ? `${[...line].slice(0, longest - 1).join('')}…` : line;
  return `<code>${short.replace(/[!-/:-@[-`{-~]/g, (character) => `&#${character.charCodeAt(0)};`)}</code>`;
}

/** A fenced block that its text cannot end. */
export function asBlock(text: string, language: string): string {
  const lines = text.replaceAll('\r', '\n');
  const runs = lines.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map(({ length }) => length + 1)));
  return `${fence}${language}\n${lines}\n${fence}`;
}
