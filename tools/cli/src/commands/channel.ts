/** `pintag channel set|list|history|revert|repair`: names that the CDN moves, such as `stable`, for pages that want no exact version. */
import {
  type ChannelFile,
  channelOf,
  channelPath,
  checkChannelName,
  checkVersion,
  isReleased,
  type MovedChannel,
  readChannels,
  releasedFeatures,
  releasedVersion,
  revertChannel,
  setChannel,
  storedChannels,
  channelValueKey,
  type StoredChannels,
} from '@pintag/cdn';
import { PintagError } from '@pintag/cdn/errors';
import { checkFeatureName } from '@pintag/cdn/features';
import { type LogEvent, repairChannels, startTimer, whyUntouched } from '@pintag/release';
import { Command } from 'commander';
import { mover } from '../channels/mover.ts';
import { type Channels, withChannels } from '../channels/open-channels.ts';
import type { Io } from '../terminal/io.ts';
import { presentHealing } from '../terminal/present-discrepancies.ts';
import { mistake } from '../terminal/report-failure.ts';
import { createTalk } from '../terminal/talk.ts';
import { type ListedChannel, presentHistory, presentList, presentMove, tellAboutMove } from '../terminal/present-channels.ts';
import { jsonOption, logOption, parseTarget } from './options.ts';

interface JsonOption {
  readonly json?: true;
}

interface WriteOptions extends JsonOption {
  readonly log: 'text' | 'json';
}

export function channelCommand(io: Io, exit: (code: number) => void): Command {
  return new Command('channel')
    .description(
      'Point a channel such as stable to a version, list channels, show the history of one, take its last move back, or make the edge follow.',
    )
    .argument('[what]')
    .usage('[options] <set|list|history|revert|repair> …')
    .addHelpText('after', examples)
    .addCommand(setCommand(io))
    .addCommand(listCommand(io))
    .addCommand(historyCommand(io))
    .addCommand(revertCommand(io))
    .addCommand(repairCommand(io, exit))
    .action((what: string | undefined) => {
      const problem = what === undefined ? 'Say what to do with channels' : `There is no \`pintag channel ${what}\``;
      throw new PintagError('PT_USAGE', { problem: `${problem}: set, list, history, revert or repair.` });
    });
}

const examples = `
Examples:
  pintag channel set stable questionnaire@1.1.0   pages with /elements/stable/questionnaire/main.js load 1.1.0 from now on
  pintag channel history stable questionnaire     who pointed it where, and when
  pintag channel revert stable questionnaire      back to the version before; again: further back
  pintag channel list                             all channels of all features
  pintag channel repair                           the edge follows again what is written down

A tag that names a channel has no integrity (\`pintag tag questionnaire@stable\` prints it): the CDN decides what it loads. docs/channels.md says when
to use one.`;

const setCommand = (io: Io): Command =>
  new Command('set')
    .description('Point a channel to a released version.')
    .argument('<channel>', 'one of `channels` in the configuration, or v1, v2 and so on')
    .argument('<feature@version>', 'such as questionnaire@1.1.0')
    .option('--force', 'also to an older version than the one that it points to')
    .addOption(logOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  pintag channel set stable questionnaire@1.1.0\n  pintag channel set stable questionnaire@1.0.0 --force',
    )
    .action(async (name: string, text: string, { force = false, json, log }: WriteOptions & { readonly force?: boolean }) => {
      const took = startTimer();
      const { feature, version } = parseTarget(text);
      if (version === undefined) {
        throw new PintagError('PT_USAGE', { problem: `"${text}" names no version: a channel is set to one, such as ${feature}@1.1.0.` });
      }
      checkVersion(version);
      await withChannels(io, async (channels) => {
        const { edge } = channels.target;
        const channel = await checkName(channels, name);
        await releasedVersion(edge, feature, version);
        const facts = { feature, channel, version, force, ...(await now(io)) };
        tell(await setChannel({ store: channels.target.store, keyValues: channels.keyValues }, facts), channels, {
          io,
          json,
          log,
          durationMs: took(),
        });
      });
    });

const revertCommand = (io: Io): Command =>
  new Command('revert')
    .description('Take the last move of a channel back that was not taken back yet.')
    .argument('<channel>', 'such as stable')
    .argument('<feature>', 'such as questionnaire')
    .option('--from <version>', 'only if this is where it points: for scripts, and for two people with one alarm')
    .addOption(logOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  pintag channel revert stable questionnaire\n  pintag channel revert stable questionnaire --from 1.2.0',
    )
    .action(async (channel: string, featureName: string, { from, json, log }: WriteOptions & { readonly from?: string }) => {
      const took = startTimer();
      const feature = checkFeatureName(featureName);
      if (from !== undefined) checkVersion(from);
      await withChannels(io, async (channels) => {
        const facts = { feature, channel, ...(from !== undefined && { expected: from }), ...(await now(io)) };
        // Whether it was written down is not known then, and a second revert would go further back.
        const unsure = `Before you revert again, look where it points: \`pintag channel history ${channel} ${feature}\`. It may be moved already.`;
        const warn = (text: string) => say(io, log, { level: 'warn', step: 'channel', feature, message: text });
        io.haveLastWords?.({ interrupted: () => warn(`Interrupted. ${unsure}`), crashed: () => undefined });
        const { store } = channels.target;
        const moved = await revertChannel({ store, keyValues: channels.keyValues }, facts).catch((error: unknown) => {
          if (error instanceof PintagError && error.code === 'PT_STORE_FAILED') warn(unsure);
          throw error;
        });
        tell(moved, channels, { io, json, log, durationMs: took() });
      });
    });

const historyCommand = (io: Io): Command =>
  new Command('history')
    .description('Say who pointed a channel where, newest first.')
    .argument('<channel>', 'such as stable')
    .argument('<feature>', 'such as questionnaire')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  pintag channel history stable questionnaire')
    .action(async (channel: string, featureName: string, { json }: JsonOption) => {
      const feature = checkFeatureName(featureName);
      await withChannels(io, async ({ target }) => {
        const file = await readChannels(target.store, feature);
        const found = channelOf(file, channel);
        if (!found) throw new PintagError('PT_CHANNEL_UNSET', { channel, feature, set: Object.keys(file?.channels ?? {}) });
        io.stdout(json ? `${JSON.stringify({ schema: 1, feature, channel, ...found })}\n` : presentHistory(found, io));
      });
    });

const listCommand = (io: Io): Command =>
  new Command('list')
    .description('List the channels of a feature, or of all.')
    .argument('[feature]', 'such as questionnaire; without it, all')
    .addOption(jsonOption())
    .addHelpText('after', '\nExamples:\n  pintag channel list\n  pintag channel list questionnaire --json')
    .action(async (featureName: string | undefined, { json }: JsonOption) => {
      const feature = featureName === undefined ? undefined : checkFeatureName(featureName);
      await withChannels(io, async (channels) => {
        const { files, unreadable } = await filesOf(channels, feature);
        const rows = await listed(channels, [...files.values()]);
        io.stdout(json ? `${JSON.stringify({ schema: 1, channels: rows })}\n` : presentList(rows, io));
        for (const { message } of unreadable.values()) io.stderr(`${message} \`pintag reconcile --check\` says what to do.\n`);
      });
    });

const repairCommand = (io: Io, exit: (code: number) => void): Command =>
  new Command('repair')
    .description('Make the edge follow every channel again; `pintag reconcile` does it too, and compares everything else.')
    .addOption(logOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExit code: 0 when the edge follows every channel, 1 otherwise. docs/repair.md has what to do about each thing that is left.',
    )
    .action(async ({ json, log }: WriteOptions) => {
      await withChannels(io, async ({ target, keyValues }) => {
        const { store, edge } = target;
        const isPublished = (feature: string, version: string) => isReleased(edge, feature, version);
        const repair = await repairChannels({ store, keyValues, log: createTalk(io, log), isPublished });
        const left = repair.left.map((one) => ({ ...one, why: whyUntouched(one.kind) ?? 'The edge could not be told.' }));
        const isQuiet = repair.healed.length === 0 && left.length === 0;
        const told = isQuiet ? 'Nothing to do: the edge follows every channel.\n' : presentHealing({ healed: repair.healed, left }, io);
        io.stdout(json ? `${JSON.stringify(repair)}\n` : told);
        if (!repair.ok) exit(mistake);
      });
    });

async function filesOf({ target: { store } }: Channels, feature: string | undefined): Promise<StoredChannels> {
  if (feature === undefined) return storedChannels(store);
  const file = await readChannels(store, feature);
  return { files: new Map(file && [[feature, file]]), unreadable: new Map() };
}

async function listed({ keyValues, target }: Channels, files: readonly ChannelFile[]): Promise<ListedChannel[]> {
  const { values } = await keyValues.list();
  const rows = files.flatMap(({ feature, channels }) =>
    Object.entries(channels).map(([channel, { version, history }]): ListedChannel => {
      const { at, by } = history[0]!;
      const edge = values.get(channelValueKey(channel, feature));
      return { feature, channel, version, at, by, ...(edge !== undefined && { edge }), url: urlOf(target.edge, channel, feature) };
    }),
  );
  return rows.sort((a, b) => (`${a.feature}/${a.channel}` < `${b.feature}/${b.channel}` ? -1 : 1));
}

const checkName = async ({ config, target }: Channels, name: string): Promise<string> =>
  checkChannelName(name, { channels: config.channels, features: await releasedFeatures(target.edge) });

const now = async (io: Io): Promise<{ readonly at: string; readonly by: string }> => ({
  at: new Date(io.now()).toISOString(),
  by: await mover(io),
});

interface Telling extends WriteOptions {
  readonly io: Io;
  readonly durationMs: number;
}

function tell(moved: MovedChannel, { target }: Channels, { io, json, log, durationMs }: Telling): void {
  const { feature, channel, to: version, changed } = moved;
  const url = urlOf(target.edge, channel, feature);
  io.stdout(json ? `${JSON.stringify({ schema: 1, ...moved, url })}\n` : presentMove(moved, url, io));
  if (log === 'json') {
    const message = changed
      ? `${channel} of ${feature} points to ${version} now.`
      : `${channel} of ${feature} points to ${version} already.`;
    createTalk(io, log)({ level: 'info', step: 'channel', feature, version, message, durationMs });
  } else if (!json && changed) io.stderr(tellAboutMove(moved));
}

/** A sentence for people, or a line for whoever watches. */
function say(io: Io, log: WriteOptions['log'], event: LogEvent): void {
  if (log === 'json') createTalk(io, log)(event);
  else io.stderr(`${event.message}\n`);
}

const urlOf = ({ origin }: { readonly origin: string }, channel: string, feature: string): string =>
  `${origin}/${channelPath(channel, feature)}`;
