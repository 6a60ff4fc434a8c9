/** `pintag tag <feature>@<version>…`: what a host page needs in order to load versions: tags, lines that load early, sources for its policy. */
import { type PagePolicy, pagePolicy, type Preload, preloadLine, preloadsOf } from '@pintag/cdn';
import { PintagError } from '@pintag/cdn/errors';
import { Command } from 'commander';
import { openPublished, type Published } from '../published.ts';
import { loadableVersions, neededFiles, tagChannel, type TaggedVersion, tagVersion } from '../tagging/tagged-version.ts';
import type { Io } from '../terminal/io.ts';
import { presentPolicy, tellAboutPolicy, tellAboutPreloads } from '../terminal/present-tag.ts';
import { edgeOption, jsonOption, parseApi, parseTagTarget } from './options.ts';

interface TagOptions {
  readonly integrity: boolean;
  readonly preload?: true;
  readonly csp?: true;
  readonly api?: string;
  readonly json?: true;
  readonly edge?: string;
}

export function tagCommand(io: Io): Command {
  return new Command('tag')
    .description(
      'Print the script tag that loads a version. Its integrity also covers the two releases before it, so that rolling back is editing the URL.',
    )
    .argument(
      '<feature@version...>',
      'such as questionnaire@1.1.0; without a version, the latest; questionnaire@stable for a channel. Several for one page',
    )
    .option('--no-integrity', 'print the bare tag: the browser then accepts whatever the CDN answers')
    .option(
      '--preload',
      'print before the tags the lines that let the browser load everything at once; what features share is in them once',
    )
    .option('--csp', "print, in place of the tags, what the page's Content-Security-Policy has to allow")
    .option('--api <origin>', 'for --csp: where the elements find their backend, if not at the page itself', parseApi)
    .addOption(edgeOption())
    .addOption(jsonOption())
    .action(async (texts: readonly string[], { integrity, preload, csp, api, json, edge }: TagOptions) => {
      const targets = texts.map(parseTagTarget);
      refuseForChannels(targets, { preload, csp });
      refuseRepeated(targets.map(({ feature }) => feature));
      const published = await openPublished(io, edge);
      try {
        const tagged = await Promise.all(targets.map((target) => tagTarget(published, target, { integrity })));
        const preloads = preload && preloadsOf(await Promise.all(tagged.map((version) => neededFiles(published, version))));
        const loadable = csp && (await Promise.all(tagged.map((version) => loadableVersions(published, version)))).flat();
        const policy = loadable && pagePolicy(loadable, { api });
        if (json) return io.stdout(`${JSON.stringify(asData(tagged, preloads, policy))}\n`);

        if (policy) io.stdout(presentPolicy(policy));
        else io.stdout([...(preloads ?? []).map(preloadLine), ...tagged.map(({ tag }) => tag), ''].join('\n'));
        if (published.passing)
          io.stderr('The edge on this machine ended with this command; `pintag local` serves it again under this address.\n');
        if (policy) return io.stderr(tellAboutPolicy(tagged));
        if (preloads) io.stderr(tellAboutPreloads());
        io.stderr(tellAboutRollback(tagged) + tellAboutChannels(tagged));
      } finally {
        await published.close();
      }
    });
}

type TagTarget = ReturnType<typeof parseTagTarget>;

const tagTarget = (
  published: Published,
  { channel, ...target }: TagTarget,
  options: { readonly integrity: boolean },
): Promise<TaggedVersion> =>
  channel === undefined ? tagVersion(published, target, options) : tagChannel(published, { feature: target.feature, channel });

/** @throws {PintagError} PT_USAGE */
function refuseForChannels(targets: readonly TagTarget[], { preload, csp }: Pick<TagOptions, 'preload' | 'csp'>): void {
  const named = targets.find(({ channel }) => channel !== undefined);
  const option = preload ? '--preload' : csp ? '--csp' : undefined;
  if (named === undefined || option === undefined) return;
  throw new PintagError('PT_USAGE', {
    problem: `${option} is about the files of a version, and ${named.channel} of ${named.feature} loads others when it moves: name a version.`,
  });
}

/** @throws {PintagError} PT_USAGE */
function refuseRepeated(features: readonly string[]): void {
  const twice = features.find((feature, position) => features.indexOf(feature) !== position);
  if (twice === undefined) return;
  throw new PintagError('PT_USAGE', {
    problem: `${twice} is named twice: the first tag of a page keeps the element, unless the other one says ?tag= in its address.`,
  });
}

/** One version is also at the top, for those who ask for one. */
function asData(tagged: readonly TaggedVersion[], preloads: readonly Preload[] | undefined, policy: PagePolicy | undefined): object {
  const [first] = tagged;
  return {
    ...(tagged.length === 1 ? first : { tags: tagged }),
    ...(preloads && { preload: preloads.map((preload) => ({ ...preload, line: preloadLine(preload) })) }),
    ...(policy && { csp: policy }),
  };
}

const tellAboutChannels = (tagged: readonly TaggedVersion[]): string =>
  tagged
    .filter(({ channel }) => channel !== undefined)
    .map(
      ({ feature, channel, version }) =>
        `${channel} of ${feature} is ${version} now, and moves without the page; so its tag has no integrity.\n`,
    )
    .join('');

function tellAboutRollback(tagged: readonly TaggedVersion[]): string {
  return tagged
    .filter(({ covers }) => covers.length > 1)
    .map(({ feature, covers }) => {
      const whose = tagged.length === 1 ? 'Its integrity' : `The integrity of ${feature}`;
      return `${whose} also covers ${covers.slice(1).join(' and ')}: to roll back, edit the version in the URL and nothing else.\n`;
    })
    .join('');
}
