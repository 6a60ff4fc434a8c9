/** `pintag plan --for-pr`: what merging a pull request would release, with sizes and script tags. Reads, and writes nowhere. */
import { createNxBuilder, previewPullRequest } from '@pintag/release';
import { linkElement } from '@pintag/runtime';
import { appendTo } from '../ci/append-to.ts';
import { openPublished } from '../published.ts';
import type { Io } from '../terminal/io.ts';
import { presentPreview } from '../terminal/present-preview.ts';
import { maskSecrets } from '../terminal/mask-secrets.ts';
import { maskedValue } from '../terminal/masked-value.ts';
import { previewAsMarkdown } from '../terminal/preview-as-markdown.ts';
import { mistake } from '../terminal/report-failure.ts';
import { createTalk } from '../terminal/talk.ts';
import { openWorkspace } from '../workspace.ts';
import type { PlanOptions } from './plan.ts';

export async function planForPullRequest(io: Io, exit: (code: number) => void, options: PlanOptions): Promise<void> {
  const { only, except, squashTitle, build, markdown, summary, edge: origin, json } = options;
  if (summary !== undefined) await appendTo(summary, '', io);
  const log = createTalk(io, options.log);
  // An empty variable is set on every run that is no pull request's.
  const branch = options.base ?? (io.env['GITHUB_BASE_REF'] || undefined);
  const merge = squashTitle === undefined ? {} : { squashTitle };
  const { repository, config } = await openWorkspace(io, { log, purpose: 'preview', branch, merge });
  try {
    const published = await openPublished(io, origin);
    try {
      const preview = await previewPullRequest({
        repository,
        edge: published.edge,
        ...(build && { builder: createNxBuilder({ env: io.env, log }) }),
        link: linkElement,
        sizeBudget: config.sizeBudget,
        only,
        except,
      });
      const asMarkdown = () => previewAsMarkdown(maskedValue(preview, maskSecrets(io.env)));
      if (summary !== undefined) await appendTo(summary, asMarkdown(), io);
      if (json) io.stdout(`${JSON.stringify(preview, undefined, 2)}\n`);
      else io.stdout(markdown ? asMarkdown() : presentPreview(preview, { colour: io.colour }));
      if (!published.named) io.stderr('No CDN is configured: sizes and tags are those of the CDN on this machine.\n');
      const fails = preview.releases.some((release) => release.build === 'failed') || preview.others.some(({ why }) => why === 'failed');
      if (fails) exit(mistake);
    } finally {
      await published.close();
    }
  } finally {
    await repository.close();
  }
}
