/** What the commands of this folder have in common as processes: arguments, and how a failure reads. */
import { PintagError } from '@pintag/cdn';

/** Sets the exit code: 1 for a mistake, 70 for a bug. */
export async function runEntry(main: () => Promise<void>): Promise<void> {
  try {
    await main();
  } catch (error) {
    process.exitCode = error instanceof PintagError ? 1 : 70;
    const shown = error instanceof PintagError ? `${error.code}  ${error.message}\n  ${error.remedy}\n  ${error.page}` : stackOf(error);
    process.stderr.write(`${shown}\n`);
  }
}

const stackOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

/** @throws {PintagError} PT_USAGE instead of what `parseArgs` throws */
export function readArguments<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new PintagError('PT_USAGE', { problem: error.message }, { cause: error });
  }
}

/** @throws {PintagError} PT_USAGE */
export function positiveNumber(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1)
    throw new PintagError('PT_USAGE', { problem: `${option} takes a whole number from 1 up, not "${text}".` });
  return value;
}
