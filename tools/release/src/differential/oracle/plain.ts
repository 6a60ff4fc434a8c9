/** The stated rule on messages, written apart from ours. */

const lineSeparators = ['\u2028', '\u2029'];
const directions = ['\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069'];

export const plain = (message: string): string =>
  [...message.replaceAll('\r\n', '\n')].map((character) => (isSafe(character) ? character : ' ')).join('');

function isSafe(character: string): boolean {
  const code = character.codePointAt(0)!;
  const isControl = code < 0x20 || (code >= 0x7f && code <= 0x9f);
  return character === '\n' || character === '\t' || !(isControl || lineSeparators.includes(character) || directions.includes(character));
}
