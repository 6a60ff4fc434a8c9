/** What parsers of stored objects share: fields that many of them have, and how a mistake in one is told. */
import * as v from 'valibot';
import { PintagError } from '../errors.ts';
import { checkFeatureName } from '../features.ts';
import { checkVersion } from '../versions.ts';

/** For `v.check`: whether `check` takes the text as it is. */
export const accepted = (check: (text: string) => string) => (text: string) => {
  try {
    return check(text) === text;
  } catch (error) {
    if (error instanceof PintagError) return false;
    throw error;
  }
};

export const feature = v.pipe(v.string(), v.check(accepted(checkFeatureName), 'is no feature name'));
export const version = v.pipe(v.string(), v.check(accepted(checkVersion), 'is no version'));
export const time = v.pipe(v.string(), v.isoTimestamp('is no ISO 8601 time'));
export const schema = v.literal(1);

/**
 * @param key where the bytes are from; the message names it.
 * @throws {PintagError} PT_STORED_INVALID
 */
export function parseStored<T>(as: v.GenericSchema<unknown, T>, bytes: Uint8Array, key: string): T {
  const result = v.safeParse(as, fromJson(bytes, key));
  if (result.success) return result.output;
  const problems = result.issues.map((issue) => {
    const what = issue.input === undefined ? 'is missing' : `${issue.message} (${shown(issue.input)})`;
    return `${v.getDotPath(issue) ?? 'the whole'}: ${what}`;
  });
  throw new PintagError('PT_STORED_INVALID', { key, problems });
}

function fromJson(bytes: Uint8Array, key: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new PintagError('PT_STORED_INVALID', { key, problems: ['it is no JSON'] }, { cause });
  }
}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
};
