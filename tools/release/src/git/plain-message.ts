/** Commit messages as plain text: what a terminal, a list with a line for each commit, or release notes can show as they are. */

/** Controls, the line separators of Unicode, and the marks that turn the direction of the text after them. */
const unsafe = /[^\P{Cc}\n\t]|[\u2028\u2029\u202A-\u202E\u2066-\u2069]/gu;

/**
 * `message` with `\n` as its only line end and a space for whatever else ends a line or steers a terminal.
 * @example plainMessage('fix: a\u2028b\r\n') // 'fix: a b\n'
 */
export const plainMessage = (message: string): string =>
  plain.test(message) ? message : message.replaceAll('\r\n', '\n').replace(unsafe, ' ');

/** Most messages are, and this is found out faster. */
const plain = /^[\n\t\x20-\x7E]*$/;
