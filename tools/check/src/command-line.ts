/** What the long checks have in common as commands: options, `--help`, and a mistake that is told instead of thrown. */
import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';

type Options<O extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ args: string[]; options: O }>>['values'];

/** Ends the process: 0 after `--help`, 1 after a mistake, which is followed by `help`. */
export function readOptions<const O extends ParseArgsOptionsConfig>(args: readonly string[], help: string, options: O): Options<O> {
  if (args.includes('--help') || args.includes('-h')) {
    process.stdout.write(help);
    process.exit(0);
  }
  try {
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return stop(`${error.message}\n\n${help}`);
  }
}

/** `text` as a whole number; ends the process with 1 when it is none. */
export function wholeNumber(option: string, text: string): number {
  return /^\d+$/.test(text) ? Number(text) : stop(`--${option} takes a whole number, not "${text}".`);
}

/** Tells `problem`, and ends the process with 1. */
export function stop(problem: string): never {
  process.stderr.write(`${problem.trimEnd()}\n`);
  process.exit(1);
}
