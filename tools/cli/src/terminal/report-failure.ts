/** How a failure reads: a mistake of the user with what to do, anything else as a bug with its stack. */
import { PintagError } from '@pintag/cdn/errors';
import { createColors } from 'picocolors';
import type { Io } from './io.ts';

/** Exit code of a user's mistake, and of a release that left a gap. */
export const mistake = 1;
/** Exit code of a bug (sysexits EX_SOFTWARE). */
export const bug = 70;

/** @returns the exit code. */
export function reportFailure(error: unknown, io: Io, json: boolean): number {
  if (error instanceof AggregateError && error.errors.length > 0 && error.errors.every((one) => one instanceof PintagError)) {
    for (const one of error.errors) reportFailure(one, io, json);
    return mistake;
  }
  const { red, bold, dim } = createColors(io.colour);
  if (error instanceof PintagError) {
    if (json)
      io.stdout(
        `${JSON.stringify({ error: { code: error.code, message: error.message, remedy: error.remedy, page: error.page, facts: error.facts } })}\n`,
      );
    io.stderr(`${red(bold(error.code))}  ${error.message}\n  ${error.remedy}\n  ${dim(error.page)}\n`);
    return mistake;
  }
  const shown = error instanceof Error ? withCauses(error) : String(error);
  if (json) io.stdout(`${JSON.stringify({ error: { code: 'BUG', message: error instanceof Error ? error.message : String(error) } })}\n`);
  io.stderr(`${red(bold('This is a bug in Pintag, or a failure it does not know.'))}\n${shown}\n`);
  return bug;
}

function withCauses(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\ncaused by ${withCauses(error.cause)}` : own;
}
