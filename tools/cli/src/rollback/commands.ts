/** What somebody with other rights has to run, ready to be pasted into a shell. */
import { publicUrl } from '@pintag/release/git';
import type { Rollback } from './roll-back.ts';

/** For the branch that lies in the clone. */
export function commandsToPublish(
  { branch, base }: Pick<Rollback, 'branch' | 'base'>,
  { remote, isGithub }: { readonly remote: string; readonly isGithub: boolean },
): readonly string[] {
  const name = quoted(branch?.name ?? '');
  return [`git push ${quoted(remote)} ${name}`, ...(isGithub ? [`gh pr create --base ${quoted(base.name)} --head ${name} --fill`] : [])];
}

export interface Elsewhere {
  readonly feature: string;
  readonly version: string;
  /** Of the CDN. */
  readonly origin: string;
  /** Of the pages: `acme/shop`. */
  readonly repository: string;
  readonly paths: readonly string[];
  readonly base: string | undefined;
  /** URL of the repository that has this command. */
  readonly here: string;
  /** Default `https://github.com`. */
  readonly server: string | undefined;
}

/** For the pages of another repository; from a folder where both may be cloned. */
export function commandsElsewhere({ feature, version, origin, repository, paths, base, here, server }: Elsewhere): readonly string[] {
  const own = publicUrl(here);
  const folder = (url: string) =>
    url
      .replace(/\/+$/, '')
      .replace(/\.git$/, '')
      .split(/[/:]/)
      .at(-1) ?? '';
  const url = `${server ?? 'https://github.com'}/${repository}.git`;
  const options = [
    ...(paths.length > 0 ? ['--paths', quoted(paths.join(','))] : []),
    ...(base === undefined ? [] : ['--base', quoted(base)]),
    '--edge',
    quoted(origin),
    '--pull-request',
  ];
  return [
    `git clone ${quoted(own)}`,
    `git clone ${quoted(url)}`,
    `cd ${quoted(folder(url))}`,
    `npm --prefix ${quoted(`../${folder(own)}`)} run --silent pintag -- rollback ${quoted(`${feature}@${version}`)} ${options.join(' ')}`,
  ];
}

const quoted = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
