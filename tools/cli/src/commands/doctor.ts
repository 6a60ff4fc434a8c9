/** `pintag doctor`: does everything that a release needs work, and is what must be forbidden forbidden? */
import { Command } from 'commander';
import { diagnose } from '../doctor/diagnose.ts';
import { findRoot } from '../find-root.ts';
import type { Io } from '../terminal/io.ts';
import { presentDiagnosis } from '../terminal/present-doctor.ts';
import { mistake } from '../terminal/report-failure.ts';
import { jsonOption } from './options.ts';

const help = `
It changes nothing: what it tries to write has names of its own, is meant to be refused, and is taken away again where it is not.

  pintag doctor            with the credentials that a release would have
  pintag doctor --json     for monitors: { schema, ok, checks: [{ name, outcome, found or why, remedy?, durationMs }] }

Checks: configuration, git-remote, github-token, store, store-policy, clock, distribution, edge-headers, channels, versions.
Exit code: 0 when nothing failed (warnings are no failure), 1 otherwise. docs/runbook.md has what to do about each.`;

export function doctorCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('doctor')
    .description(
      'Check everything that a release needs, side by side: git, token, store, bucket policy, distribution, edge, channels, clock, versions.',
    )
    .addOption(jsonOption())
    .addHelpText('after', help)
    .action(async ({ json }: { readonly json?: true }) => {
      const diagnosis = await diagnose({ root: await findRoot(io.cwd), io });
      io.stdout(json ? `${JSON.stringify(diagnosis, undefined, 2)}\n` : presentDiagnosis(diagnosis, { colour: io.colour }));
      if (!diagnosis.ok) exit(mistake);
    });
}
