/** `pintag demo`: the whole story on this machine, with real git, semantic-release, S3 over HTTP and a real browser. */
import { findChromium } from '@pintag/setup/chromium';
import { Command } from 'commander';
import { runDemo } from '../demo/run-demo.ts';
import { findRoot } from '../find-root.ts';
import type { Io } from '../terminal/io.ts';
import { mistake } from '../terminal/report-failure.ts';
import { jsonOption, parsePort } from './options.ts';

interface DemoOptions {
  readonly once?: true;
  readonly port: number;
  readonly json?: true;
}

export function demoCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('demo')
    .description('Release four features to a CDN on this machine, pin them in a host page, roll one back; then keep serving.')
    .option('--once', 'take everything down at the end; exit code 0 only if every assertion held')
    .option('--port <number>', 'first of five ports to serve on (default: free ones)', parsePort, 0)
    .addOption(jsonOption())
    .action(async ({ once, port, json }: DemoOptions) => {
      const result = await runDemo({
        root: await findRoot(io.cwd),
        once: once === true,
        port,
        chromium: findChromium({ env: io.env }),
        io,
      });
      if (json) io.stdout(`${JSON.stringify(result)}\n`);
      if (!result.ok) exit(mistake);
    });
}
