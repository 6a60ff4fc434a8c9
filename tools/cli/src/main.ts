#!/usr/bin/env node
/** The process that `pintag` runs in: hands itself to the program as plain arguments, and leaves with its exit code. */
import { enableCompileCache } from 'node:module';
import { descendantsOf } from './terminal/descendants.ts';
import { createEnding } from './terminal/ending.ts';
import { maskSecrets } from './terminal/mask-secrets.ts';
import { timeInto } from './terminal/time-into.ts';

// Compiling this program again is a good part of a short command.
enableCompileCache();
const { runProgram } = await import('./program.ts');

const timings = process.env['PINTAG_TIMINGS'];
const mask = maskSecrets(process.env);
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
  say: (text) => process.stderr.write(text),
  now: () => performance.now(),
});
// A reader that closed its end (`pintag versions calendar | head -1`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await runProgram(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  stdout: (text) => void process.stdout.write(mask(text)),
  stderr: (text) => void process.stderr.write(mask(text)),
  pid: process.pid,
  now: Date.now,
  colour: process.stderr.isTTY && !process.env['NO_COLOR'],
  takeOverEnding: takeOver,
  ...(timings && { stopwatch: timeInto(timings, performance) }),
});
// A keep-alive socket must not keep a finished command open; what was printed goes out first.
await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((flushed) => stream.write('', flushed))));
process.exit();
