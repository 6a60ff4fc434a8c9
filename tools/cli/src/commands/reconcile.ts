/** `pintag reconcile`: finish what broke off; with `--check`, only say what does not agree. */
import { createNxBuilder, silentAnnouncer, reconcile } from '@pintag/release';
import { linkElement } from '@pintag/runtime';
import { Command } from 'commander';
import { openTarget } from '../target.ts';
import type { Io } from '../terminal/io.ts';
import { presentFindings } from '../terminal/present-findings.ts';
import { presentResults } from '../terminal/present-results.ts';
import { mistake } from '../terminal/report-failure.ts';
import { createTalk } from '../terminal/talk.ts';
import { openWorkspace } from '../workspace.ts';
import { jsonOption, logOption } from './options.ts';

interface ReconcileOptions {
  readonly check?: true;
  readonly adopt?: readonly string[];
  readonly json?: true;
  readonly log: 'text' | 'json';
}

export function reconcileCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('reconcile')
    .description('Compare git tags with the CDN and finish every release that broke off.')
    .option('--check', 'list everything that does not agree, each with its remedy, and heal nothing')
    .option(
      '--adopt <tag>',
      'also finish this tag, which was made by hand or before Pintag; may be given several times',
      (tag: string, before: readonly string[] = []) => [...before, tag],
    )
    .addOption(jsonOption())
    .addOption(logOption())
    .addHelpText('after', '\nExit code: 0 when tags and CDN agree, 1 otherwise.')
    .action(async ({ check, adopt, json, log: format }: ReconcileOptions) => {
      const log = createTalk(io, format);
      const { root, config, repository } = await openWorkspace(io, { log, purpose: check ? 'plan' : 'release' });
      try {
        const target = await openTarget(config, root, io);
        try {
          const result = await reconcile({
            repository,
            store: target.store,
            edge: target.edge,
            builder: createNxBuilder({ env: io.env, log }),
            link: linkElement,
            announcer: silentAnnouncer,
            clock: () => new Date(io.now()),
            log,
            check,
            adopt,
          });
          if (json) io.stdout(`${JSON.stringify(result, undefined, 2)}\n`);
          else
            io.stdout(
              `${result.features.length ? presentResults(result.features, { colour: io.colour }) : ''}${presentFindings(result.findings, { colour: io.colour })}`,
            );
          if (!result.ok) exit(mistake);
        } finally {
          await target.close();
        }
      } finally {
        await repository.close();
      }
    });
}
