/** `pintag preview --pr <n>`: what a pull request changes, on the CDN under a path of its own, and the tags to try it. */
import { createNxBuilder, uploadPreview } from '@pintag/release';
import { linkElement } from '@pintag/runtime';
import { Command, Option } from 'commander';
import { appendTo } from '../ci/append-to.ts';
import { commands } from '../commands.ts';
import { openTarget } from '../target.ts';
import type { Io } from '../terminal/io.ts';
import { maskSecrets } from '../terminal/mask-secrets.ts';
import { maskedValue } from '../terminal/masked-value.ts';
import { presentUploaded, uploadedAsMarkdown } from '../terminal/present-uploaded.ts';
import { mistake } from '../terminal/report-failure.ts';
import { createTalk } from '../terminal/talk.ts';
import { openWorkspace } from '../workspace.ts';
import { askedFor, collectSelection, jsonOption, logOption, parseCount, summaryOption } from './options.ts';

interface PreviewOptions {
  readonly pr: number;
  readonly sha?: string;
  readonly base?: string;
  readonly squashTitle?: string;
  readonly only?: readonly string[];
  readonly except?: readonly string[];
  readonly markdown?: true;
  readonly summary?: string;
  readonly json?: true;
  readonly log: 'text' | 'json';
}

const help = `
Everything goes below /elements/_preview/pr-<n>/<sha>/, create-only, the shared runtime too; it expires by itself. The same command again changes nothing
and prints the same tags. Nothing is staged, tagged or released.

Examples:
  pintag preview --pr 7                        of what is checked out, for its own commit
  pintag preview --pr 7 --sha "$SHA" --markdown > tags.md   of the merge commit that GitHub checks out, called after the pull request's head

Exit code: 0 when all is uploaded, also when the pull request changes no feature; 1 when something failed. docs/previews.md says who may do this.`;

export function previewCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('preview')
    .description(commands['preview']!.summary)
    .requiredOption('--pr <number>', 'number of the pull request', parseCount)
    .option('--sha <commit>', 'the commit that the path is called after (default: what is checked out)')
    .option('--base <branch>', 'the branch it is merged into (default: GITHUB_BASE_REF, else the main release branch)')
    .option('--squash-title <title>', 'all its commits are squashed into one with this title')
    .option('--only <features>', 'these features and no other', collectSelection)
    .option('--except <features>', 'without these features', collectSelection)
    .addOption(new Option('--markdown', 'print the tags for a comment').conflicts('json'))
    .addOption(summaryOption())
    .addOption(jsonOption())
    .addOption(logOption())
    .addHelpText('after', help)
    .action(async (options: PreviewOptions) => {
      const { pr, sha, base, squashTitle, only, except, markdown, summary, json } = options;
      if (summary !== undefined) await appendTo(summary, '', io);
      const log = createTalk(io, options.log);
      const branch = base ?? (io.env['GITHUB_BASE_REF'] || undefined);
      const merge = squashTitle === undefined ? {} : { squashTitle };
      const { root, config, repository } = await openWorkspace(io, { log, purpose: 'preview', branch, merge });
      try {
        const { store, edge, close } = await openTarget(config, root, io);
        try {
          const preview = await uploadPreview({
            repository,
            store,
            origin: edge.origin,
            builder: createNxBuilder({ env: io.env, log }),
            link: linkElement,
            log,
            pr,
            sha,
            only: askedFor(only),
            except: askedFor(except),
          });
          const asMarkdown = () => uploadedAsMarkdown(maskedValue(preview, maskSecrets(io.env)), edge.origin);
          if (summary !== undefined) await appendTo(summary, asMarkdown(), io);
          if (json) io.stdout(`${JSON.stringify(preview, undefined, 2)}\n`);
          else io.stdout(markdown ? asMarkdown() : presentUploaded(preview, { colour: io.colour }));
          if (preview.features.some(({ status }) => status === 'failed')) exit(mistake);
        } finally {
          await close();
        }
      } finally {
        await repository.close();
      }
    });
}
