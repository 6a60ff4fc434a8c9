/** How executors talk: calm lines on stderr, a user's mistake with its remedy and page. */
import { PintagError } from '@pintag/cdn/errors';
import type { BuilderLog } from '../angular/run-builder.ts';

export const printLine = (line: string): void => void process.stderr.write(`${line}\n`);

/** Runs `task`; a user's mistake becomes its text and a failed target, anything else is a bug and is thrown on. */
export async function reported(task: () => Promise<boolean>): Promise<{ success: boolean }> {
  try {
    return { success: await task() };
  } catch (error) {
    if (!(error instanceof PintagError)) throw error;
    printLine(`${error.code}: ${error.message}\n${error.remedy}\nMore: ${error.page}`);
    return { success: false };
  }
}

/** Prints what a builder says from `level` on. */
export const builderLog =
  (level: 'info' | 'warn'): BuilderLog =>
  (entry) => {
    if (entry.level === 'debug' || (entry.level === 'info' && level === 'warn')) return;
    printLine(entry.message.trimEnd());
  };
