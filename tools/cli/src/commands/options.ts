/** Options that several commands share, and what their values look like. */
import { isChannelName } from '@pintag/cdn/channel-names';
import { PintagError } from '@pintag/cdn/errors';
import { checkFeatureName } from '@pintag/cdn/features';
import { Option } from 'commander';

export const jsonOption = (): Option => new Option('--json', 'print the result as JSON on stdout; talk stays on stderr');
export const logOption = (): Option => new Option('--log <format>', 'how talk on stderr looks').choices(['text', 'json']).default('text');
export const summaryOption = (): Option =>
  new Option('--summary <file>', 'also add it as Markdown to this file, such as "$GITHUB_STEP_SUMMARY"');
export const edgeOption = (): Option =>
  new Option('--edge <origin>', 'read from this CDN instead of the configured one, https://cdn.example.com');

/** For `--only` and `--except`: may be given several times, or once with commas. */
export const collectFeatures = (value: string, before: readonly string[] = []): string[] => [
  ...before,
  ...value.split(',').map((name) => checkFeatureName(name.trim())),
];

/** For names that may be globs: what they mean is known once the features are. @throws {PintagError} PT_FEATURE_NAME, PT_USAGE */
export const collectSelection = (value: string, before: readonly string[] = []): string[] => [
  ...before,
  // A workflow's input that nobody filled in is empty, and means all.
  ...(value === '' ? [] : value.split(',')).map((part) => {
    const name = part.trim();
    if (name === '') throw new PintagError('PT_USAGE', { problem: `"${value}" has an empty name in it.` });
    return /[*?[\]{}()!+@]/.test(name) ? name : checkFeatureName(name);
  }),
];

/** What was asked for with `--only` or `--except`; of a workflow, perhaps the empty text alone: then nothing was asked for. */
export const askedFor = (names: readonly string[] | undefined): readonly string[] | undefined => (names?.length ? names : undefined);

/** For options that may be given several times. */
export const collectNames = (value: string, before: readonly string[] = []): string[] => [...before, value];

/**
 * @example parseTarget('questionnaire@1.1.0') // { feature: 'questionnaire', version: '1.1.0' }
 * @throws {PintagError} PT_USAGE, PT_FEATURE_NAME
 */
export function parseTarget(text: string): { readonly feature: string; readonly version?: string } {
  const match = /^([^@]+)(?:@v?([^@]+))?$/.exec(text);
  if (!match)
    throw new PintagError('PT_USAGE', { problem: `"${text}" is not of the form <feature>@<version>, such as questionnaire@1.1.0.` });
  return { feature: checkFeatureName(match[1]!), version: match[2] };
}

/**
 * For commands that take a channel in the place of a version.
 * @example parseTagTarget('questionnaire@stable') // { feature: 'questionnaire', channel: 'stable' }
 * @throws {PintagError} PT_USAGE, PT_FEATURE_NAME
 */
export function parseTagTarget(text: string): ReturnType<typeof parseTarget> & { readonly channel?: string } {
  const [feature = '', channel = ''] = text.split('@');
  return text.split('@').length === 2 && isChannelName(channel) ? { feature: checkFeatureName(feature), channel } : parseTarget(text);
}

/** @throws {PintagError} PT_USAGE */
export function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_530)
    throw new PintagError('PT_USAGE', { problem: `"${text}" is not a port between 0 and 65530.` });
  return port;
}

/** A number of machines. @throws {PintagError} PT_USAGE */
export function parseCount(text: string): number {
  const count = Number(text);
  if (!Number.isInteger(count) || count < 1) throw new PintagError('PT_USAGE', { problem: `"${text}" is no number of at least one.` });
  return count;
}

/**
 * Where an element calls its backend, as a policy names it.
 * @example parseApi('https://api.example.com/v1') // 'https://api.example.com'
 * @throws {PintagError} PT_USAGE
 */
export function parseApi(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new PintagError('PT_USAGE', { problem: `"${text}" is not an address such as https://api.example.com.` });
  return new URL(text).origin;
}
