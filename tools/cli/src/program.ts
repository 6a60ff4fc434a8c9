/** `pintag`: one command a file, each a thin wrapper over tools/release, tools/pins and tools/local. */
import { PintagError } from '@pintag/cdn/errors';
import { Command, CommanderError } from 'commander';
import { commands } from './commands.ts';
import type { Io } from './terminal/io.ts';
import { reportFailure } from './terminal/report-failure.ts';

/** What a command's action answers with. */
export type ExitCode = number;

/**
 * @param argv without the interpreter and the script.
 * @returns the exit code: 0 done, 1 a mistake or a gap that remains, 70 a bug.
 */
export async function runProgram(argv: readonly string[], io: Io): Promise<ExitCode> {
  let exitCode: ExitCode = 0;
  const done = (code: ExitCode): void => {
    exitCode = code;
  };
  const program = new Command('pintag')
    .description('Releases every feature of this repository on its own to a CDN, and pins its versions in host pages.')
    .helpOption('-h, --help', 'show help for a command')
    .addHelpText(
      'after',
      '\nConfiguration: pintag.config.ts; docs/configuration.md lists its fields and the environment variables that override them.',
    );

  // Only the code of the command that is asked for is loaded; of the others their names and summaries are enough.
  const asked = argv.filter((word) => !word.startsWith('-')).slice(0, 2);
  for (const [name, { summary, load }] of Object.entries(commands)) {
    const isAsked = name === asked[0] || (asked[0] === 'help' && name === asked[1]);
    program.addCommand(isAsked ? (await load())(io, done) : new Command(name).description(summary));
  }
  for (const command of [program, ...program.commands, ...program.commands.flatMap((parent) => parent.commands)]) {
    command
      .exitOverride()
      .configureOutput({ writeOut: io.stdout, writeErr: () => {}, getErrHasColors: () => io.colour, getOutHasColors: () => io.colour });
  }

  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) return report(error, argv, io);
    if (error.exitCode === 0) return 0;
    if (error.code === 'commander.help') return (io.stderr(program.helpInformation()), 1);
    return report(new PintagError('PT_USAGE', { problem: sentence(error.message) }, { cause: error }), argv, io);
  }
}

/** Who watches a release as JSON gets JSON even when the command line is wrong. */
async function report(error: unknown, argv: readonly string[], io: Io): Promise<ExitCode> {
  const isWatched = argv[0] === 'release' && (argv.includes('--log=json') || argv[argv.indexOf('--log') + 1] === 'json');
  if (!isWatched) return reportFailure(error, io, argv.includes('--json'));
  const { reportAsEvents } = await import('./terminal/event-stream.ts');
  return reportAsEvents(error, io, argv.includes('--json'));
}

/** Commander says `error: unknown option '--jason'\n(Did you mean --json?)`; we say it as one sentence. */
function sentence(message: string): string {
  const text = message
    .replace(/^error: /, '')
    .replace(/\n\s*/g, ' ')
    .replace(/\.$/, '');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}
