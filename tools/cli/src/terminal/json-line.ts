/** A value as a line of JSON. */

/** Masks strings before they are put into JSON: in the text of it, a secret of digits could be a number, and masked it would be no JSON. */
export const jsonLine = (value: object, mask: (text: string) => string): string =>
  `${JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? mask(part) : part))}\n`;
