#!/usr/bin/env node
/** The process that `pintag` runs in: hands itself to the program as plain arguments, and leaves with its exit code. */
import { enableCompileCache } from 'node:module';
import { descendantsOf } from './terminal/descendants.ts';
import { createEnding } from './terminal/ending.ts';
import type { Io, LastWords } from './terminal/io.ts';
import { jsonLine } from './terminal/json-line.ts';
import { maskSecrets } from './terminal/mask-secrets.ts';
import { maskedTerminal } from './terminal/masked-terminal.ts';
import { reportFailure } from './terminal/report-failure.ts';
import { timeInto } from './terminal/time-into.ts';

// Compiling this program again is a good part of a short command.
enableCompileCache();
const { runProgram } = await import('./program.ts');

const timings = process.env['PINTAG_TIMINGS'];
const mask = maskSecrets(process.env);
let lastWords: LastWords | undefined;
const { takeOver } = createEnding({
  on: (signal, listener) => process.on(signal, listener),
  exit: (code) => {
    for (const pid of descendantsOf(process.pid)) {
      try {
        process.kill(pid);
      } catch {
        // It ended with its parent.
      }
    }
    process.exit(code);
  },
  say: (text, exitCode) => (lastWords ? lastWords.interrupted(exitCode) : process.stderr.write(text)),
  now: () => performance.now(),
});
// A reader that closed its end (`pintag versions calendar | head -1`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

// Whoever watches a release may go; the release goes on.
process.stderr.on('error', () => {});

// A pseudo-terminal that nobody looks at may have no size.
const isDrawable = process.stderr.isTTY && process.stderr.columns > 0 && process.env['TERM'] !== 'dumb';
const io: Io = {
  cwd: process.cwd(),
  env: process.env,
  stdout: (text) => void process.stdout.write(mask(text)),
  stderr: (text) => void process.stderr.write(mask(text)),
  pid: process.pid,
  now: Date.now,
  // Where it is no terminal, Node says so by saying nothing.
  colour: process.stderr.isTTY === true && !process.env['NO_COLOR'],
  takeOverEnding: takeOver,
  stderrJson: (value) => void process.stderr.write(jsonLine(value, mask)),
  ...(isDrawable && { terminal: { stream: maskedTerminal(process.stderr, mask) } }),
  haveLastWords: (words) => {
    lastWords = words;
  },
  ...(timings && { stopwatch: timeInto(timings, performance) }),
};
process.on('uncaughtException', (error) => {
  process.exit(lastWords?.crashed(error) ?? reportFailure(error, io, process.argv.includes('--json')));
});

process.exitCode = await runProgram(process.argv.slice(2), io);
// A keep-alive socket must not keep a finished command open; what was printed goes out first.
await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((flushed) => stream.write('', flushed))));
process.exit();
