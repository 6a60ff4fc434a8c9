/** How a failure reads: a mistake of the user with what to do, anything else as a bug with its stack. */
import { PintagError } from '@pintag/cdn/errors';
import { createColors } from 'picocolors';
import type { Io } from './io.ts';

/** Exit code of a user's mistake, and of a release that left a gap. */
export const mistake = 1;
/** Exit code of a bug (sysexits EX_SOFTWARE). */
export const bug = 70;

export const exitCodeOf = (error: unknown): number => (allIn(error).every((one) => one instanceof PintagError) ? mistake : bug);

/** Several mistakes that were found together are told each on its own. */
const allIn = (error: unknown): readonly unknown[] => (error instanceof AggregateError && error.errors.length > 0 ? error.errors : [error]);

/** For whoever reads JSON. */
export const failuresIn = (
  error: unknown,
): readonly { readonly message: string; readonly code?: string; readonly remedy?: string; readonly page?: string }[] =>
  allIn(error).map((one) =>
    one instanceof PintagError
      ? { message: one.message, code: one.code, remedy: one.remedy, page: one.page }
      : { message: one instanceof Error ? withCauses(one) : String(one) },
  );

/** @returns the exit code. */
export function reportFailure(error: unknown, io: Io, json: boolean): number {
  if (error instanceof AggregateError && error.errors.length > 0 && error.errors.every((one) => one instanceof PintagError)) {
    for (const one of error.errors) reportFailure(one, io, json);
    return mistake;
  }
  const { red, bold, dim } = createColors(io.colour);
  if (json) printFailure(error, io);
  if (error instanceof PintagError) {
    io.stderr(`${red(bold(error.code))}  ${error.message}\n  ${error.remedy}\n  ${dim(error.page)}\n`);
    return mistake;
  }
  const shown = error instanceof Error ? withCauses(error) : String(error);
  io.stderr(`${red(bold('This is a bug in Pintag, or a failure it does not know.'))}\n${shown}\n`);
  return bug;
}

/** On stdout, for `--json`. */
export function printFailure(error: unknown, { stdout }: Pick<Io, 'stdout'>): void {
  for (const one of allIn(error)) {
    const told =
      one instanceof PintagError
        ? { code: one.code, message: one.message, remedy: one.remedy, page: one.page, facts: one.facts }
        : { code: 'BUG', message: one instanceof Error ? one.message : String(one) };
    stdout(`${JSON.stringify({ error: told })}\n`);
  }
}

function withCauses(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by ${withCauses(error.cause)}` : own;
}
