/** Data without secrets, for whoever puts it into words where a mask of the text comes too late: escaped or cut short, a secret looks different. */

/** @param value data as JSON has it @returns a copy whose strings are masked */
export const maskedValue = <T>(value: T, mask: (text: string) => string): T =>
  JSON.parse(JSON.stringify(value, (_, part: unknown) => (typeof part === 'string' ? mask(part) : part))) as T;
